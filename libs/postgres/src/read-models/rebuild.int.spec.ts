import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  codecFor,
  runProcessor,
  type Leadership,
  type ProcessorStatus,
  type Timing,
} from '@city/event-sourcing';
import { InMemoryEventStore } from '@city/event-sourcing-testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { PostgresStreamsAside } from '../aside/postgres-streams-aside.js';
import { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import { PostgresKnownStore } from '../identity/postgres-known-store.js';
import type { Projection } from '../rows/projection.js';
import { silent, throwAwayDatabase } from '../testing/throw-away-database.js';
import { ReadModel } from './read-model.js';
import { readModelProcessor } from './read-model-processor.js';
import { rebuildReadModel, type RebuildParts } from './rebuild.js';
import { dropRetired } from './version-switch.js';

const codec = codecFor({ Added: z.object({ by: z.number() }) });
type Row = Readonly<{ id: string; total: number; trail: readonly number[] }>;

const sum: Projection<{ type: 'Added'; data: { by: number } }, Row> = {
  name: 'test.sum',
  prefixes: ['sum-'],
  table: {
    name: 'sum',
    columns: { id: 'text', revision: 'bigint', total: 'integer', trail: 'jsonb' },
    ...{ key: ['id'], revision: 'revision' },
  },
  keyOf: ({ stream }) => stream,
  evolve: (row, { event, stream }) => ({
    id: stream,
    total: (row?.total ?? 0) + event.data.by,
    trail: [...(row?.trail ?? []), event.data.by],
  }),
  decode: (stored) => codec.decode(stored),
};
const model = { name: sum.name, table: 'sum' };

const timing: Timing = {
  now: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: () => Math.random(),
};
const alone: Leadership = {
  acquire: () =>
    Promise.resolve({ lost: new AbortController().signal, release: () => Promise.resolve() }),
};

const until = async (condition: () => Promise<boolean> | boolean): Promise<void> => {
  const end = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('it did not come true');
    await sleep(10);
  }
};

describe('a read model', () => {
  let database: PostgresDatabase;
  let store: InMemoryEventStore;
  let stop: AbortController;
  let running: Promise<unknown>;
  let parts: RebuildParts;
  let reader: ReadModel;
  const revisions = new Map<string, bigint>();

  beforeEach(async () => {
    database = await throwAwayDatabase();
    await database.query(`create table sum_1 (id text primary key, revision bigint, total integer,
      trail jsonb)`);
    await database.query('create index on sum_1 (total)');
    await database.query(`insert into read_model (name, version) values ('test.sum', 1)`);
    store = new InMemoryEventStore();
    revisions.clear();
    stop = new AbortController();
    const asides = new PostgresStreamsAside(database, silent);
    const checkpoints = new PostgresCheckpoints(database);
    const run = { feed: store, leadership: alone, timing, log: silent };
    parts = { database, checkpoints, asides, eventStore: store, ...run };
    reader = new ReadModel(database, model);
    running = Promise.resolve();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await database.close();
  });

  const add = async (stream: string, by: number): Promise<bigint> => {
    const metadata = {
      ...{ commandId: 'c', commandFingerprint: null, correlationId: 'c', causationId: null },
      ...{ actor: { subject: 's', roles: [] }, schemaVersion: 1 },
      occurredAt: '2026-11-24T08:00:00.000Z',
    };
    const event = { id: randomUUID(), type: 'Added', data: { by }, metadata };
    const expected = revisions.get(stream) ?? 'no-stream';
    const { revision, position } = await store.append(stream, expected, [event]);
    revisions.set(stream, revision);
    return position;
  };
  /** The processor of a service that runs. */
  const live = (onStatus?: (status: ProcessorStatus) => void): void => {
    const processor = readModelProcessor(sum, parts);
    running = runProcessor(
      { ...parts, processor, ...(onStatus !== undefined && { onStatus }) },
      stop.signal,
    );
  };
  const rows = (): Promise<Row[]> =>
    reader.query<Row>(({ table, isInUse }) => ({
      sql: `select * from ${table} where ${isInUse} order by id`,
      parameters: [],
    }));
  const folded = async (): Promise<Row[]> => {
    const names = [...revisions.keys()].sort();
    return Promise.all(
      names.map(async (id) => {
        const trail: number[] = [];
        for await (const stored of store.read(id)) trail.push(codec.decode(stored).event.data.by);
        const total = trail.reduce((before, by) => before + by, 0);
        return { id, revision: String(trail.length - 1), total, trail };
      }),
    );
  };
  const passed = (position: bigint) =>
    until(async () => ((await reader.position()) ?? 0n) >= position);
  const rebuilt = () => rebuildReadModel(sum, parts, stop.signal);

  it('is built anew while events keep coming, no read fails, and positions never go back', async () => {
    const history = fc.sample(fc.tuple(fc.constantFrom('sum-a', 'sum-b', 'sum-c'), fc.nat(9)), 300);
    for (const [stream, by] of history.slice(0, 200)) await add(stream, by);
    live();
    const building = { done: false };
    const writing = (async () => {
      let last = 0n;
      for (const [stream, by] of history.slice(200)) {
        last = await add(stream, by);
        await sleep(2);
      }
      return last;
    })();
    const reading = (async () => {
      const positions: bigint[] = [];
      await until(async () => (await rows()).length > 0);
      while (!building.done) {
        expect((await rows()).length).toBeGreaterThan(0);
        positions.push((await reader.position()) ?? 0n);
      }
      return positions;
    })();
    expect(await rebuilt()).toBe(2);
    building.done = true;
    const positions = await reading;
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    await passed(await writing);
    expect(await rows()).toEqual(await folded());
    const later = await add('sum-a', 1);
    await passed(later);
    expect(await rows()).toEqual(await folded());
    const { length } = await database.query('select from checkpoint');
    expect(length).toBe(1);
  });

  it('can be built anew again and again, and keeps only the tables that somebody may read', async () => {
    live();
    await passed(await add('sum-a', 3));
    await rows();
    const late = new ReadModel(database, model);
    await late.query(({ isInUse }) => ({ sql: `select ${isInUse} as yes`, parameters: [] }));
    for (const version of [2, 3]) expect(await rebuilt()).toBe(version);
    const tables = await database.query<{ name: string }>(
      `select tablename as name from pg_tables where tablename like 'sum_%' order by 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(['sum_2', 'sum_3']);
    await dropRetired(database, model, '1 hour');
    await passed(await add('sum-a', 4));
    expect(await rows()).toEqual(await folded());
    const indexes = await database.query(`select 1 from pg_indexes where tablename = 'sum_3'`);
    expect(indexes).toHaveLength(2);
  });

  it('does not put a version in use that is behind', async () => {
    live();
    await passed(await add('sum-a', 3));
    const behind = { ...parts, feed: { subscribe: neverMoves } };
    const end = new AbortController();
    const rebuilding = rebuildReadModel(sum, behind, end.signal);
    await until(async () => {
      const found = await database.query(`select 1 from pg_tables where tablename = 'sum_2'`);
      return found.length > 0;
    });
    await passed(await add('sum-a', 4));
    end.abort(new Error('given up'));
    await expect(rebuilding).rejects.toThrow('given up');
    expect(await rows()).toEqual(await folded());
    // What was broken off is no obstacle.
    expect(await rebuilt()).toBe(2);
    expect(await rows()).toEqual(await folded());
  });

  it('is built anew by the service after another store was adopted, beside the old rows', async () => {
    live();
    await passed(await add('sum-old', 3));
    await database.query(`insert into checkpoint (processor, position) values ('test.out', 999)`);
    stop.abort();
    await running;
    stop = new AbortController();
    store = new InMemoryEventStore();
    revisions.clear();
    parts = { ...parts, eventStore: store, feed: store };
    await add('sum-new', 4);
    const known = new PostgresKnownStore(database);
    const found = { storeId: 'new', head: 5_000n, kafkaClusterId: undefined };
    await known.adopt(found, { toHead: ['test.out', 'test.more'], fromBeginning: [] });
    expect((await rows()).map(({ id }) => id)).toEqual(['sum-old']);
    live();
    await until(async () => (await rows()).some(({ id }) => id === 'sum-new'));
    expect(await rows()).toEqual(await folded());
    await passed(await add('sum-new', 5));
    expect(await rows()).toEqual(await folded());
    const kept = await parts.checkpoints.list();
    expect(kept.map(({ processor, position }) => [processor, position]).slice(0, 2)).toEqual([
      ['test.more', 5_000n],
      ['test.out', 5_000n],
    ]);
    await known.check(() => Promise.resolve(found));
    await expect(
      known.check(() => Promise.resolve({ ...found, storeId: 'another' })),
    ).rejects.toThrow('the database belongs to new');
  });
});

/** A feed that has nothing to give, until it is ended. */
async function* neverMoves({ signal }: Readonly<{ signal: AbortSignal }>) {
  yield { kind: 'caught-up' } as const;
  if (!signal.aborted) await once(signal, 'abort');
}
