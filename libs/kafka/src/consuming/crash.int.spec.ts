import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopicOf } from '@city/contracts-envelope';
import { listDeadLetters } from '../dead-letters/dead-letter-list.js';
import { lagOf, recordOf, send } from '../testing/broker-records.js';
import { happened } from '../testing/consumed-records.js';
import { startConsuming, until } from '../testing/consuming-app.js';
import {
  deliveredTo,
  effectsIn,
  onceEach,
  type CrashSettings,
} from '../testing/crashing-consumer.js';
import { canRunBroker, OwnBroker } from '../testing/own-broker.js';
import { connectionTo, ownTopic, siren } from '../testing/written-records.js';
import { ensureTopics } from '../topics.js';

const broker = process.env.KAFKA_BROKERS ?? '';
const suite = broker === '' ? describe.skip : describe;
if (broker === '') console.log('skipped: KAFKA_BROKERS is not set');

const library = path.resolve(import.meta.dirname, '../../dist');
const child = path.join(library, 'testing', 'crashing-consumer.js');

const sirens = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => recordOf(happened(siren, '7', from + index)));

suite('a consumer that dies between effect and commit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'city-crash-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has its event delivered again, and its effect once', async () => {
    if (!existsSync(child)) throw new Error(`build first: ${child} is missing`);
    const topic = ownTopic();
    const connection = connectionTo(broker);
    await ensureTopics(connection, [topic, deadLetterTopicOf(topic)], { replication: 1 });
    await send(broker, topic.name, sirens(0, 100));
    const group = randomUUID();
    const settings: CrashSettings = { broker, group, topic: topic.name, folder, diesAfter: '7/41' };
    const dying = spawn(process.execPath, [child, JSON.stringify(settings)], { stdio: 'inherit' });
    const [, signal] = (await once(dying, 'exit')) as [number | null, string | null];
    expect([signal, effectsIn(folder)]).toEqual(['SIGKILL', 42]);

    const next = await startConsuming(
      { connection, group, topics: [topic.name] },
      onceEach(folder),
    );
    await next.server.whenJoined();
    await until(async () => (await lagOf(broker, group, topic.name)) === 0);
    await next.app.close();
    expect(effectsIn(folder)).toBe(100);
    expect(deliveredTo(folder).filter((id) => id === '7/41')).toHaveLength(2);
    expect(await listDeadLetters(connection, `${topic.name}.dlq`)).toEqual([]);
  }, 60_000);
});

const runs = canRunBroker();
const withOwnBroker = runs ? describe : describe.skip;
if (!runs) console.log('skipped: Kafka is not unpacked here (npm start does it)');

withOwnBroker('a consumer whose broker stops and returns', () => {
  const own = new OwnBroker();
  beforeAll(() => own.start(), 60_000);
  afterAll(() => own.remove(), 60_000);

  it('goes on where it was, also when it was started without a broker', async () => {
    const topic = ownTopic();
    const connection = connectionTo(own.address);
    await ensureTopics(connection, [topic, deadLetterTopicOf(topic)], { replication: 1 });
    await send(own.address, topic.name, sirens(0, 10));
    const handled: string[] = [];
    const group = randomUUID();
    const options = { connection, group, topics: [topic.name] };
    const first = await startConsuming(options, { onSiren: ({ id }) => handled.push(id) });
    await until(
      async () => handled.length === 10 && (await lagOf(own.address, group, topic.name)) === 0,
    );
    await own.stop();
    await until(() => !first.server.standing.isJoined);
    const otherGroup = { ...options, group: randomUUID() };
    const late: string[] = [];
    const second = await startConsuming(otherGroup, { onSiren: ({ id }) => late.push(id) });
    await own.start();
    await send(own.address, topic.name, sirens(10, 20));
    await until(() => handled.length >= 20 && late.length >= 20);
    await Promise.all([first.app.close(), second.app.close()]);
    const ids = Array.from({ length: 20 }, (_, index) => `7/${String(index)}`);
    expect([handled, late]).toEqual([ids, ids]);
  }, 90_000);
});
