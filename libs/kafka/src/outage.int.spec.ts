import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable } from './broker-errors.js';
import { BrokerProbe } from './broker-probe.js';
import { EventPublisher } from './event-publisher.js';
import { canRunBroker, OwnBroker } from './testing/own-broker.js';
import { connectionTo, ownTopic, recordsOf, sounded } from './testing/written-records.js';
import { ensureTopics } from './topics.js';

const runs = canRunBroker();
const suite = runs ? describe : describe.skip;
if (!runs) console.log('skipped: Kafka is not unpacked here (npm start does it)');

suite('when the broker stops and returns', () => {
  const broker = new OwnBroker();
  const topic = ownTopic();
  let publisher: EventPublisher;
  let probe: BrokerProbe;

  beforeAll(async () => {
    await broker.start();
    const connection = connectionTo(broker.address);
    publisher = new EventPublisher(connection);
    probe = new BrokerProbe(connection);
    await ensureTopics(connection, [topic], { replication: 1 });
  }, 60_000);
  afterAll(async () => {
    await publisher.close();
    await probe.close();
    await broker.remove();
  }, 60_000);

  it('a publisher says so within ten seconds, and goes on without a loss after its return', async () => {
    await publisher.publish(topic.name, [sounded('7', 0), sounded('7', 1)]);
    expect(await probe.isReachable(3_000)).toBe(true);
    await broker.stop();

    const began = Date.now();
    const failed = publisher.publish(topic.name, [sounded('7', 2), sounded('7', 3)]);
    await expect(failed).rejects.toThrow(BrokerUnavailable);
    expect(Date.now() - began).toBeLessThan(12_000);
    expect(await probe.isReachable(3_000)).toBe(false);
    await publisher.reset();

    await broker.start();
    await publisher.publish(topic.name, [sounded('7', 2), sounded('7', 3)]);
    expect(await probe.isReachable(3_000)).toBe(true);
    const records = await recordsOf(broker.address, topic.name, 4);
    expect(records.map(({ headers }) => headers.ce_id)).toEqual(['7/0', '7/1', '7/2', '7/3']);
  }, 90_000);

  it('the migration step waits for it', async () => {
    const late = ownTopic();
    await broker.stop();
    const made = ensureTopics(connectionTo(broker.address), [late], { replication: 1 });
    await broker.start();
    await expect(made).resolves.toBeUndefined();
  }, 90_000);
});

describe('where nothing but silence answers', () => {
  // Takes connections and never says a word, as a frozen broker does.
  const mute = createServer(() => undefined);
  let address: string;

  beforeAll(async () => {
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    address = `127.0.0.1:${String((mute.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    mute.close();
  });

  it('a publisher fails by its deadline', async () => {
    const publisher = new EventPublisher({ ...connectionTo(address), deadlineMs: 500 });
    const sent = publisher.publish('any', [sounded('7', 0)]);
    await expect(sent).rejects.toThrow(BrokerUnavailable);
    await publisher.close();
  });

  it('the probe answers in its time', async () => {
    const probe = new BrokerProbe(connectionTo(address));
    expect(await probe.isReachable(200)).toBe(false);
    await probe.close();
  });

  it('the migration step gives up by its deadline', async () => {
    const made = ensureTopics(connectionTo(address), [ownTopic()], {
      replication: 1,
      deadlineMs: 100,
    });
    await expect(made).rejects.toThrow(BrokerUnavailable);
  });
});
