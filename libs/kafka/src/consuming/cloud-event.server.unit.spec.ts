import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Busy, OutcomeUnknown, StoreUnavailable } from '@city/event-sourcing';
import type { KafkaMessage, RecordBatchEntry } from 'kafkajs';
import { EMPTY, of, throwError } from 'rxjs';
import { BrokerUnavailable } from '../broker-errors.js';
import {
  contracts,
  FakeCounters,
  FakeDeadLetters,
  FakePartition,
  foreign,
  happened,
  ignored,
  messageOf,
  reading,
} from '../testing/consumed-records.js';
import { connectionTo, siren } from '../testing/written-records.js';
import { CloudEventServer } from './cloud-event.server.js';
import type { ConsumedEvent, DeliveryContext } from './consumed-event.js';
import { Unprocessable } from './failures.js';

type Handler = (event: ConsumedEvent, context: DeliveryContext) => unknown;

let server: CloudEventServer;
let deadLetters: FakeDeadLetters;
let counters: FakeCounters;
let handled: string[];

beforeEach(() => {
  deadLetters = new FakeDeadLetters();
  counters = new FakeCounters();
  handled = [];
  server = new CloudEventServer({
    ...{ connection: connectionTo('nowhere:1'), group: 'spec', topics: ['t'], contracts },
    ...{ deadLetters, counters, outages: ['DatabaseUnavailable'] },
    ...{ retries: { attempts: 3, backoffMs: 1 }, pauseMs: 1, sliceMs: 60_000 },
  });
});
afterEach(() => server.close());

const onSiren = (handler: Handler): void => {
  server.addHandler(siren.type, handler as never, true);
};
/** Notes each event; the first argument says how those named are answered. */
const noting =
  (answers: Readonly<Record<string, () => unknown>>): Handler =>
  (event) => {
    const answer = answers[event.id]?.();
    handled.push(event.id);
    return answer;
  };
const failing = (error: unknown) => () => {
  throw error;
};
const sirens = (...revisions: number[]): KafkaMessage[] =>
  revisions.map((revision) => messageOf(happened(siren, '7', revision)));
const take = async (messages: readonly KafkaMessage[]): Promise<FakePartition> => {
  const partition = new FakePartition(messages);
  await server.take(partition.fetched());
  return partition;
};
const without = (header: string, message: RecordBatchEntry): RecordBatchEntry => ({
  ...message,
  headers: Object.fromEntries(Object.entries(message.headers).filter(([name]) => name !== header)),
});

describe('a consumer', () => {
  it('gives each event to the handler of its type, with data, key and place', async () => {
    let seen: unknown;
    onSiren((event, { topic, partition, offset, attempt }) => {
      seen = { event, context: { topic, partition, offset, attempt } };
    });
    expect((await take(sirens(4))).isDone).toBe(true);
    expect(seen).toMatchObject({
      event: {
        ...{ id: '7/4', source: 'urn:city:risk', type: siren.type, key: '7' },
        data: { id: '7', revision: '4' },
        place: { topic: 't', partition: 0, offset: '0' },
      },
      context: { topic: 't', partition: 0, offset: '0', attempt: 1 },
    });
    expect(counters.counted).toEqual({ [`handled ${siren.type}`]: 1 });
  });

  it('drops members of the data that it does not know', async () => {
    let data: unknown;
    onSiren((event) => {
      data = event.data;
    });
    const newer = { id: '7', revision: '0', mood: 'calm' };
    await take(sirens(0).map((one) => ({ ...one, value: Buffer.from(JSON.stringify(newer)) })));
    expect(data).toEqual({ id: '7', revision: '0' });
  });

  it('takes an empty Observable for a success, and an error in one for a failure', async () => {
    const bad = () => throwError(() => new Unprocessable('no'));
    onSiren(noting({ '7/0': () => EMPTY, '7/1': () => of(1, 2), '7/2': bad }));
    expect((await take(sirens(0, 1, 2))).isDone).toBe(true);
    expect(deadLetters.written).toEqual([{ source: 't/0/2', cause: 'no', attempts: 1 }]);
  });

  it('passes over a type of the contract that nobody handles, and counts it', async () => {
    onSiren(noting({}));
    const known = messageOf(happened(ignored, '7', 0));
    expect((await take([known, ...sirens(1)])).isDone).toBe(true);
    expect(counters.counted[`unhandled ${ignored.type}`]).toBe(1);
    expect(handled).toEqual(['7/1']);
  });

  it('counts a refusal of the domain as an outcome', async () => {
    onSiren(() => ({ outcome: 'rejected', rejection: { type: 'IncidentNotOpen' } }));
    await take(sirens(0));
    expect(counters.counted).toEqual({
      [`handled ${siren.type}`]: 1,
      [`refused ${siren.type}`]: 1,
    });
    expect(deadLetters.written).toEqual([]);
  });

  it('is not started with a handler for a type that no contract knows', () => {
    server.addHandler(foreign.type, noting({}) as never, true);
    const started: unknown[] = [];
    server.listen((error) => started.push(error));
    expect(started).toEqual([new TypeError(`no contract knows ${foreign.type}`)]);
  });

  it('cannot be told to hold a partition back for over a second', () => {
    const retries = { attempts: 5, backoffMs: 100 };
    const options = { connection: connectionTo('x:1'), group: 'g', topics: ['t'], contracts };
    expect(() => new CloudEventServer({ ...options, retries })).toThrow(RangeError);
  });
});

describe('a record that cannot be taken', () => {
  it.each<[string, KafkaMessage, string]>([
    ['no JSON', { ...messageOf(happened(siren, '7', 0)), value: Buffer.from('{"a":') }, 'not JSON'],
    ['no id', without('ce_id', messageOf(happened(siren, '7', 0))), 'id: Invalid input'],
    ['an unknown type', messageOf(happened(foreign, '7', 0)), `unknown type ${foreign.type}`],
    [
      'data of another shape',
      { ...messageOf(happened(siren, '7', 0)), value: Buffer.from('{"id":7}') },
      'data/id: Invalid input',
    ],
    ['no value', { ...messageOf(happened(siren, '7', 0)), value: null }, 'data: Invalid input'],
  ])('is set aside at once: %s', async (_, bad, cause) => {
    onSiren(noting({}));
    expect((await take([bad, ...sirens(1)])).isDone).toBe(true);
    expect(handled).toEqual(['7/1']);
    expect(deadLetters.written).toEqual([
      { source: 't/0/0', cause: expect.stringContaining(cause), attempts: 1 },
    ]);
  });

  it('is tried again, then set aside with the last cause', async () => {
    onSiren(noting({ '7/1': failing(new Error('thirteen')) }));
    expect((await take(sirens(0, 1, 2))).isDone).toBe(true);
    expect(handled).toEqual(['7/0', '7/2']);
    expect(deadLetters.written).toEqual([{ source: 't/0/1', cause: 'thirteen', attempts: 3 }]);
    expect(counters.counted).toMatchObject({
      [`retried ${siren.type}`]: 2,
      [`dead-lettered ${siren.type}`]: 1,
    });
  });

  it('is set aside at once when its handler says that trying again cannot help', async () => {
    onSiren(noting({ '7/0': failing(new Unprocessable('no such zone')) }));
    await take(sirens(0, 1));
    expect(deadLetters.written).toEqual([{ source: 't/0/0', cause: 'no such zone', attempts: 1 }]);
  });

  it('succeeds on a later try', async () => {
    onSiren((_, { attempt }) => {
      if (attempt < 3) throw new Error('deadlock');
    });
    expect((await take(sirens(0))).isDone).toBe(true);
    expect(deadLetters.written).toEqual([]);
  });

  it('is not passed over while its dead letter cannot be written', async () => {
    onSiren(noting({ '7/0': failing(new Unprocessable('no')) }));
    deadLetters.failure = new BrokerUnavailable('gone');
    const partition = await take(sirens(0, 1));
    expect([partition.resolved, partition.pauses, handled]).toEqual([-1, 1, []]);
    deadLetters.failure = undefined;
    await server.take(partition.fetched());
    expect([partition.isDone, deadLetters.written.length]).toEqual([true, 1]);
  });
});

describe('when something is away', () => {
  const databaseAway = Object.assign(new Error('gone'), { name: 'DatabaseUnavailable' });

  it.each([
    ['the store', new StoreUnavailable('gone')],
    ['an outcome', new OutcomeUnknown('incident-7', 'timeout')],
    ['a turn', new Busy('incident-7')],
    ['the brokers', new BrokerUnavailable('gone')],
    ['what the app names', databaseAway],
    ['what another error hides', new Error('wrapped', { cause: databaseAway })],
  ])('the partition waits, and nothing is set aside: %s', async (_, outage) => {
    let isAway = true;
    onSiren((event) => {
      if (isAway && event.id === '7/1') throw outage;
      handled.push(event.id);
    });
    const partition = await take(sirens(0, 1, 2));
    expect([partition.resolved, partition.pauses]).toEqual([0, 1]);
    expect([...server.standing.outages.keys()]).toEqual(['t/0']);
    expect(counters.counted).toEqual({
      [`handled ${siren.type}`]: 1,
      [`paused ${siren.type}`]: 1,
    });

    isAway = false;
    await server.take(partition.fetched());
    expect([partition.isDone, handled]).toEqual([true, ['7/0', '7/1', '7/2']]);
    expect(deadLetters.written).toEqual([]);
    expect(server.standing.outages.size).toBe(0);
  });

  it('the partition goes on after its pause', async () => {
    onSiren(failing(databaseAway));
    const partition = await take(sirens(0));
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (partition.resumed === 1) resolve();
        else setImmediate(check);
      };
      check();
    });
    expect(server.standing.outages.get('t/0')).toBe('gone');
  });
});

describe('a batch that was fetched', () => {
  it('is left when its time is over, after one record at least', async () => {
    onSiren(noting({}));
    const hasty = new CloudEventServer({
      ...{ connection: connectionTo('nowhere:1'), group: 'spec', topics: ['t'], contracts },
      ...{ deadLetters, sliceMs: 0 },
    });
    hasty.addHandler(siren.type, noting({}) as never, true);
    const partition = new FakePartition(sirens(0, 1, 2));
    await hasty.take(partition.fetched());
    expect(partition.resolved).toBe(0);
    await hasty.take(partition.fetched());
    await hasty.close();
    expect(handled).toEqual(['7/0', '7/1']);
  });
});

describe('a batch', () => {
  const batches: string[][] = [];
  const onReadings = (handle: (ids: string[]) => void): void => {
    batches.length = 0;
    const handler = (events: readonly ConsumedEvent[]): Promise<void> => {
      const ids = events.map(({ id }) => id);
      batches.push(ids);
      handle(ids);
      handled.push(...ids);
      return Promise.resolve();
    };
    server.addHandler(reading.type, handler as never, true, { batch: true });
  };
  const readings = (from: number, to: number): KafkaMessage[] =>
    Array.from({ length: to - from }, (_, index) =>
      messageOf(happened(reading, 'r', from + index)),
    );

  it('holds neighbours of one type, up to the most, in their order', async () => {
    onReadings(() => undefined);
    onSiren(noting({}));
    const records = [...readings(0, 3), ...sirens(0), ...readings(3, 504)];
    expect((await take(records)).isDone).toBe(true);
    expect(batches.map(({ length }) => length)).toEqual([3, 500, 1]);
    expect(handled.slice(0, 5)).toEqual(['r/0', 'r/1', 'r/2', '7/0', 'r/3']);
    expect(counters.counted[`handled ${reading.type}`]).toBe(504);
  });

  it('that fails is delivered one by one, and only the bad event is set aside', async () => {
    onReadings((ids) => {
      if (ids.includes('r/137')) throw new Error('bad member');
    });
    expect((await take(readings(0, 500))).isDone).toBe(true);
    const good = Array.from({ length: 500 }, (_, index) => `r/${String(index)}`);
    expect(handled).toEqual(good.filter((id) => id !== 'r/137'));
    expect(deadLetters.written).toEqual([{ source: 't/0/137', cause: 'bad member', attempts: 3 }]);
  });

  it('keeps a record that cannot be read out, and its neighbours in', async () => {
    onReadings(() => undefined);
    const broken = { ...messageOf(happened(reading, 'r', 2)), value: Buffer.from('x') };
    expect((await take([...readings(0, 2), broken, ...readings(3, 5)])).isDone).toBe(true);
    expect(batches).toEqual([
      ['r/0', 'r/1'],
      ['r/3', 'r/4'],
    ]);
    expect(deadLetters.written).toHaveLength(1);
  });

  it('comes again as a whole when something is away', async () => {
    let isAway = true;
    onReadings(() => {
      if (isAway) throw new StoreUnavailable('gone');
    });
    const partition = await take(readings(0, 3));
    expect([partition.resolved, batches.length]).toEqual([-1, 1]);
    isAway = false;
    await server.take(partition.fetched());
    expect([partition.isDone, batches[1]?.length]).toEqual([true, 3]);
  });
});

describe('membership of the group', () => {
  it('is kept while a handler works long', async () => {
    const partition = new FakePartition(sirens(0));
    const quick = new CloudEventServer({
      ...{ connection: connectionTo('nowhere:1'), group: 'spec', topics: ['t'], contracts },
      ...{ deadLetters, sessionTimeoutMs: 20 },
    });
    const untilThreeBeats = async (): Promise<void> => {
      while (partition.heartbeats < 3) await new Promise((resolve) => setImmediate(resolve));
    };
    quick.addHandler(siren.type, untilThreeBeats as never, true);
    await quick.take(partition.fetched());
    await quick.close();
    expect(partition.isDone).toBe(true);
  });

  it('that is lost ends the batch after the effect that was under way', async () => {
    onSiren(noting({}));
    const partition = new FakePartition(sirens(0, 1));
    partition.membership = Promise.reject(new Error('rebalance'));
    partition.membership.catch(() => undefined);
    await expect(server.take(partition.fetched())).rejects.toThrow('rebalance');
    expect([partition.resolved, handled]).toEqual([0, ['7/0']]);
  });
});

describe('a consumer that stops', () => {
  it('lets the handler end and takes no other record', async () => {
    const partition = new FakePartition(sirens(0, 1));
    onSiren((event) => {
      handled.push(event.id);
      partition.running = false;
    });
    await server.take(partition.fetched());
    expect([partition.resolved, handled]).toEqual([0, ['7/0']]);
  });

  it('does not wait for the next try, and sets nothing aside', async () => {
    const stopping = new CloudEventServer({
      ...{ connection: connectionTo('nowhere:1'), group: 'spec', topics: ['t'], contracts },
      ...{ deadLetters, retries: { attempts: 2, backoffMs: 1_000 } },
    });
    let closed: Promise<void> | undefined;
    const handler = (): never => {
      closed = stopping.close();
      throw new Error('bad');
    };
    stopping.addHandler(siren.type, handler as never, true);
    const partition = new FakePartition(sirens(0));
    await stopping.take(partition.fetched());
    await closed;
    expect([partition.resolved, deadLetters.written]).toEqual([-1, []]);
  });
});
