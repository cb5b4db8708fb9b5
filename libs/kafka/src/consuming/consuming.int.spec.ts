import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopicOf } from '@city/contracts-envelope';
import { StoreUnavailable } from '@city/event-sourcing';
import type { Message } from 'kafkajs';
import { EMPTY } from 'rxjs';
import { listDeadLetters } from '../dead-letters/dead-letter-list.js';
import { ensureTopics } from '../topics.js';
import { lagOf, recordOf, send } from '../testing/broker-records.js';
import { foreign, happened, ignored, reading } from '../testing/consumed-records.js';
import {
  startConsuming,
  until,
  type ConsumingApp,
  type ConsumingAppOptions,
  type Effects,
} from '../testing/consuming-app.js';
import { connectionTo, ownTopic, recordsOf, siren } from '../testing/written-records.js';
import { Unprocessable } from './failures.js';

const broker = process.env.KAFKA_BROKERS ?? '';
const suite = broker === '' ? describe.skip : describe;
if (broker === '') console.log('skipped: KAFKA_BROKERS is not set');

const connection = connectionTo(broker);
const running: ConsumingApp[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ app }) => app.close()));
});

const ownTopics = async (): Promise<ConsumingAppOptions & Readonly<{ name: string }>> => {
  const topic = ownTopic();
  await ensureTopics(connection, [topic, deadLetterTopicOf(topic)], { replication: 1 });
  return { connection, group: `spec-${randomUUID()}`, topics: [topic.name], name: topic.name };
};
const start = async (options: ConsumingAppOptions, effects: Effects): Promise<ConsumingApp> => {
  const started = await startConsuming(options, effects);
  running.push(started);
  await started.server.whenJoined();
  return started;
};
const sirens = (id: string, from: number, to: number): Message[] =>
  Array.from({ length: to - from }, (_, index) => recordOf(happened(siren, id, from + index)));
const lettersOf = (topic: string) => listDeadLetters(connection, `${topic}.dlq`);
const settled = (group: string, topic: string) =>
  until(async () => (await lagOf(broker, group, topic)) === 0);

suite('a consumer on a broker', () => {
  it('takes a topic from its beginning, and commits what is done', async () => {
    const { name, ...options } = await ownTopics();
    await send(broker, name, sirens('7', 0, 20));
    const handled: string[] = [];
    await start(options, { onSiren: ({ id }) => handled.push(id) });
    await settled(options.group, name);
    expect(handled).toEqual(Array.from({ length: 20 }, (_, index) => `7/${String(index)}`));
  });

  it('takes the next event of the key within a second of a poison one, which is set aside once', async () => {
    const { name, ...options } = await ownTopics();
    const times: number[] = [];
    await start(options, {
      onSiren: ({ id }) => {
        if (id === '7/1') throw new Error('thirteen');
        times.push(performance.now());
      },
    });
    await send(broker, name, sirens('7', 0, 3));
    await settled(options.group, name);
    const [before = 0, after = Infinity] = times;
    expect(after - before).toBeLessThan(1_000);

    const letters = await lettersOf(name);
    expect(letters).toHaveLength(1);
    const [record] = await recordsOf(broker, `${name}.dlq`, 1);
    const original = sirens('7', 1, 2)[0];
    expect(record).toMatchObject({ key: '7', value: original?.value?.toString() });
    expect(record?.headers).toEqual({
      ...Object.fromEntries(
        Object.entries(original?.headers ?? {}).map(([header, value]) => [header, String(value)]),
      ),
      dlq_consumer: options.group,
      dlq_cause: 'thirteen',
      dlq_attempts: '3',
      dlq_source: expect.stringMatching(new RegExp(`^${name}/\\d/1$`)),
      dlq_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it('sets aside what is no event of the contract, and nothing else', async () => {
    const { name, ...options } = await ownTopics();
    const handled: string[] = [];
    await start(options, {
      onSiren: ({ id }) => {
        handled.push(id);
        if (id === '7/1') return EMPTY;
        if (id === '7/2') throw new Unprocessable('no such siren');
        return { outcome: 'rejected', rejection: { type: 'AlreadySilent' } };
      },
    });
    const { ce_id: _, ...headers } = sirens('7', 9, 10)[0]?.headers ?? {};
    await send(broker, name, [
      ...sirens('7', 0, 1),
      { ...sirens('7', 9, 10)[0], value: '{"id":' },
      recordOf(happened(foreign, '7', 9)),
      { key: '7', value: '{"id":"7","revision":"9"}', headers },
      { key: '7', value: 'plain', headers: {} },
      recordOf(happened(ignored, '7', 9)),
      ...sirens('7', 1, 4),
    ]);
    await settled(options.group, name);
    expect(handled).toEqual(['7/0', '7/1', '7/2', '7/3']);
    const letters = await lettersOf(name);
    expect(letters.map(({ cause, attempts }) => [cause, attempts])).toEqual([
      ['the value is not JSON', 1],
      [`unknown type ${foreign.type}`, 1],
      [expect.stringContaining('id: '), 1],
      [expect.stringContaining('specversion: '), 1],
      ['no such siren', 1],
    ]);
  });

  it('sets only the bad event of a batch of 500 aside', async () => {
    const { name, ...options } = await ownTopics();
    const readings = Array.from({ length: 500 }, (_, index) => happened(reading, 'r', index));
    await send(broker, name, readings.map(recordOf));
    const taken = new Set<string>();
    let largest = 0;
    await start(options, {
      onReadings: (events) => {
        largest = Math.max(largest, events.length);
        if (events.some(({ id }) => id === 'r/137')) throw new Error('bad member');
        for (const { id } of events) taken.add(id);
      },
    });
    await settled(options.group, name);
    expect([taken.size, taken.has('r/137'), largest]).toEqual([499, false, 500]);
    expect((await lettersOf(name)).map(({ cause }) => cause)).toEqual(['bad member']);
  });

  it('waits while something is away, and loses and sets aside nothing', async () => {
    const { name, ...options } = await ownTopics();
    let isAway = true;
    const handled: string[] = [];
    const { server } = await start(
      { ...options, pauseMs: 50 },
      {
        onSiren: ({ id }) => {
          if (isAway && id !== '7/0') throw new StoreUnavailable('gone');
          handled.push(id);
        },
      },
    );
    await send(broker, name, sirens('7', 0, 50));
    await until(() => server.standing.outages.size === 1);
    expect([server.standing.isJoined, handled]).toEqual([true, ['7/0']]);
    isAway = false;
    await settled(options.group, name);
    expect(handled).toEqual(Array.from({ length: 50 }, (_, index) => `7/${String(index)}`));
    expect([server.standing.outages.size, await lettersOf(name)]).toEqual([0, []]);
  });

  it('keeps its partitions while a handler works longer than a session', async () => {
    const { name, ...options } = await ownTopics();
    const handled: string[] = [];
    let isLong = true;
    const { server } = await start(options, {
      onSiren: async ({ id }) => {
        handled.push(id);
        // Longer than the session of six seconds.
        const end = performance.now() + 8_000;
        if (isLong) await until(() => performance.now() > end);
        isLong = false;
      },
    });
    await send(broker, name, sirens('7', 0, 2));
    await settled(options.group, name);
    expect([handled, server.standing.isJoined]).toEqual([['7/0', '7/1'], true]);
  }, 40_000);

  it('commits what is done when it stops, and the rest comes to the next one', async () => {
    const { name, ...options } = await ownTopics();
    const handled: string[] = [];
    const onSiren = async ({ id }: Readonly<{ id: string }>): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      handled.push(id);
    };
    const first = await start(options, { onSiren });
    await send(broker, name, sirens('7', 0, 400));
    await until(() => handled.length > 50);
    await first.app.close();
    const done = handled.length;
    expect(400 - (await lagOf(broker, options.group, name))).toBe(done);
    await start(options, { onSiren });
    await settled(options.group, name);
    expect(handled).toEqual(Array.from({ length: 400 }, (_, index) => `7/${String(index)}`));
  });
});

suite('consumers of one group', () => {
  it('lose and double nothing while one joins and one leaves under load', async () => {
    const { name, ...options } = await ownTopics();
    const keys = Array.from({ length: 12 }, (_, index) => `k${String(index)}`);
    const seen: string[] = [];
    const effects = (): Effects => ({
      onSiren: async ({ id }) => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(id);
      },
    });
    const first = await start(options, effects());
    const total = 6_000;
    const sendAll = async (): Promise<void> => {
      for (let from = 0; from < total / keys.length; from += 50) {
        await send(
          broker,
          name,
          keys.flatMap((key) => sirens(key, from, from + 50)),
        );
      }
    };
    const sending = sendAll();
    await until(() => seen.length > 600);
    await start(options, effects());
    const joinedAt = seen.length;
    await until(() => seen.length > Math.min(total - 1, joinedAt + 600));
    await first.app.close();
    await sending;
    await settled(options.group, name);

    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
    for (const key of keys) {
      const revisions = seen.filter((id) => id.startsWith(`${key}/`)).map((id) => id.split('/')[1]);
      expect(revisions).toEqual(revisions.map((_, index) => String(index)));
    }
  }, 60_000);
});
