import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopicOf } from '@city/contracts-envelope';
import { placeText } from '../consuming/consumed-event.js';
import { lagOf, recordOf, send } from '../testing/broker-records.js';
import { happened } from '../testing/consumed-records.js';
import { startConsuming, until, type ConsumingApp } from '../testing/consuming-app.js';
import { connectionTo, ownTopic, recordsOf, siren } from '../testing/written-records.js';
import { ensureTopics } from '../topics.js';
import { DeadLetterWriter } from './dead-letter-writer.js';
import { deadLetterTopics, listDeadLetters } from './dead-letter-list.js';
import { redriveDeadLetters } from './redrive.js';

const broker = process.env.KAFKA_BROKERS ?? '';
const suite = broker === '' ? describe.skip : describe;
if (broker === '') console.log('skipped: KAFKA_BROKERS is not set');

const connection = connectionTo(broker);
const running: ConsumingApp[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ app }) => app.close()));
});

interface Counted {
  /** Ids of the events whose effect is there. */
  readonly effects: string[];
  isMended: boolean;
}

/** A topic of which a consumer could not take the events named. */
const withDeadLetters = async (messages: readonly [string, number][], bad: readonly string[]) => {
  const topic = ownTopic();
  const letters = deadLetterTopicOf(topic);
  await ensureTopics(connection, [topic, letters], { replication: 1 });
  const counted: Counted = { effects: [], isMended: false };
  const group = `spec-${randomUUID()}`;
  const consuming = await startConsuming(
    { connection, group, topics: [topic.name], retries: { attempts: 1, backoffMs: 0 } },
    {
      onSiren: ({ id }) => {
        if (bad.includes(id) && !counted.isMended) throw new Error('not yet');
        if (!counted.effects.includes(id)) counted.effects.push(id);
      },
    },
  );
  running.push(consuming);
  await consuming.server.whenJoined();
  const records = messages.map(([id, revision]) => recordOf(happened(siren, id, revision)));
  await send(broker, topic.name, records);
  await until(async () => (await lagOf(broker, group, topic.name)) === 0);
  return { topic: topic.name, letters: letters.name, group, counted };
};

suite('dead letters', () => {
  it('are listed once each, in the order of their sources', async () => {
    const { topic, letters, group } = await withDeadLetters(
      [
        ['a', 0],
        ['b', 0],
        ['a', 1],
      ],
      ['a/0', 'a/1'],
    );
    const [first] = await listDeadLetters(connection, letters);
    if (first === undefined) throw new Error('no dead letter');
    // What a crash between dead letter and commit leaves behind.
    const writer = new DeadLetterWriter(connection, group);
    const { key, value, headers = {} } = first.record;
    await writer.write({ message: { key, value, headers }, place: first.source }, 'not yet', 1);
    await writer.close();

    const listed = await listDeadLetters(connection, letters);
    expect(listed.map(({ record }) => record.headers?.ce_id?.toString())).toEqual(['a/0', 'a/1']);
    expect(listed[0]).toMatchObject({
      ...{ consumer: group, cause: 'not yet', attempts: 1, type: siren.type, redriven: null },
      ...{ place: first.place, source: { topic } },
    });
    const filter = { source: placeText(first.source) };
    expect(await listDeadLetters(connection, letters, filter)).toHaveLength(1);
    expect(await listDeadLetters(connection, letters, { key: 'b' })).toEqual([]);
    expect(await listDeadLetters(connection, letters, { consumer: 'other' })).toEqual([]);
    expect(await deadLetterTopics(connection)).toContain(letters);
  });

  it('that are redriven still count, once, in the order of their key', async () => {
    const bad = ['a/0', 'a/2', 'b/1'];
    const all = [0, 1, 2].flatMap((revision): [string, number][] => [
      ['a', revision],
      ['b', revision],
    ]);
    const { topic, letters, counted } = await withDeadLetters(all, bad);
    expect(counted.effects).toHaveLength(3);
    counted.isMended = true;
    const options = { topic: letters, by: 'duty-7' };

    const dry = await redriveDeadLetters(connection, { ...options, dryRun: true });
    expect(dry.sent).toHaveLength(3);
    expect(counted.effects).toHaveLength(3);

    const { sent } = await redriveDeadLetters(connection, options);
    expect(sent).toHaveLength(3);
    await until(() => counted.effects.length === 6);
    expect(counted.effects.slice(3).filter((id) => id.startsWith('a'))).toEqual(['a/0', 'a/2']);
    expect([...counted.effects].sort()).toEqual(['a/0', 'a/1', 'a/2', 'b/0', 'b/1', 'b/2']);

    const again = await redriveDeadLetters(connection, options);
    expect(again.sent).toEqual([]);
    for (const { redriven } of await listDeadLetters(connection, letters)) {
      expect(redriven).toEqual({ by: 'duty-7', at: expect.stringMatching(/Z$/) });
    }
    const records = await recordsOf(broker, topic, 9);
    const redriven = records.filter(({ headers }) => headers.redrive_of !== undefined);
    expect(redriven).toHaveLength(3);
    expect(
      Object.keys(redriven[0]?.headers ?? {}).filter((name) => name.startsWith('dlq')),
    ).toEqual([]);
    expect(JSON.stringify(records)).not.toContain('duty-7');
  });

  it('are sent once by two who redrive at the same time', async () => {
    const { letters, topic, counted } = await withDeadLetters([['a', 0]], ['a/0']);
    counted.isMended = true;
    const redrive = (by: string) => redriveDeadLetters(connection, { topic: letters, by });
    const both = await Promise.allSettled([redrive('one'), redrive('other')]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    await until(() => counted.effects.includes('a/0'));
    const records = await recordsOf(broker, topic, 2);
    expect(records.filter(({ headers }) => headers.redrive_of !== undefined)).toHaveLength(1);
  }, 40_000);

  it('are dead letters again when they still cannot be taken', async () => {
    const { letters } = await withDeadLetters([['a', 0]], ['a/0']);
    await redriveDeadLetters(connection, { topic: letters, by: 'duty-7' });
    const redriven = async () =>
      (await listDeadLetters(connection, letters)).map((letter) => letter.redriven?.by);
    await until(async () => (await redriven()).length === 2);
    expect(await redriven()).toEqual(['duty-7', undefined]);
  });
});
