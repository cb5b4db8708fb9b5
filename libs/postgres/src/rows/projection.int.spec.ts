import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CheckpointMoved, type EventMetadata, type StoredEvent } from '@city/event-sourcing';
import { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import { silent, throwAwayDatabase } from '../testing/throw-away-database.js';
import { PostgresStreamsAside } from '../aside/postgres-streams-aside.js';
import type { Projection } from './projection.js';
import { projectionProcessor, type ProjectionParts } from './projection-processor.js';

type Counted = Readonly<{ by: number }>;
type Row = Readonly<{ id: string; total: number; trail: readonly number[]; changedAt: string }>;

const metadata: EventMetadata = {
  commandId: 'c',
  commandFingerprint: null,
  correlationId: 'c',
  causationId: null,
  actor: { subject: 's', roles: [] },
  schemaVersion: 1,
  occurredAt: '2026-11-24T08:00:00.000Z',
};

const projectionNamed = (name: string): Projection<Counted, Row> => ({
  name,
  prefixes: ['counter-'],
  table: {
    name: 'total',
    columns: {
      id: 'text',
      revision: 'bigint',
      total: 'integer',
      trail: 'jsonb',
      changedAt: 'timestamptz',
    },
    key: ['id'],
    revision: 'revision',
  },
  keyOf: ({ event, stream }) => (event.by === 0 ? undefined : stream.slice('counter-'.length)),
  evolve: (row, { event, occurredAt, stream }) => ({
    id: stream.slice('counter-'.length),
    total: (row?.total ?? 0) + event.by,
    trail: [...(row?.trail ?? []), event.by],
    changedAt: occurredAt,
  }),
  decode: ({ data }) => ({ event: data as Counted, metadata }),
});

/** Streams woven into one `$all`: each step adds to one counter. */
const historyOf = (steps: readonly (readonly [string, number])[]): StoredEvent[] => {
  const revisions = new Map<string, bigint>();
  return steps.map(([counter, by], index) => {
    const stream = `counter-${counter}`;
    const revision = (revisions.get(stream) ?? -1n) + 1n;
    revisions.set(stream, revision);
    const place = { id: String(index), stream, revision, position: BigInt(index + 1) * 10n };
    return { ...place, type: 'Counted', data: { by }, metadata, storedAt: metadata.occurredAt };
  });
};

const history = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map(historyOf);

async function* noEvents(): AsyncGenerator<StoredEvent> {
  // Nothing stands in the store.
}

describe('a projection', () => {
  let database: PostgresDatabase;
  let checkpoints: PostgresCheckpoints;
  let parts: ProjectionParts;
  beforeAll(async () => {
    database = await throwAwayDatabase();
    checkpoints = new PostgresCheckpoints(database);
    const asides = new PostgresStreamsAside(database, silent);
    parts = { database, checkpoints, asides, eventStore: { read: noEvents } };
    await database.query(`create table total (id text primary key, revision bigint,
      total integer, trail jsonb, "changedAt" timestamptz)`);
  });
  afterAll(() => database.close());

  const processorNamed = (name: string) => projectionProcessor(projectionNamed(name), parts);
  const rows = () => database.query('select * from total order by id');
  const restart = () => database.query('truncate total, checkpoint');

  const inBatches = async (events: readonly StoredEvent[], sizes: readonly number[]) => {
    const { process, checkpoint } = processorNamed('test.total');
    for (let at = 0, turn = 0; at < events.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      const batch = events.slice(at, at + size);
      await process({
        events: batch,
        from: await checkpoint(),
        to: batch.at(-1)?.position ?? 0n,
      });
      at += size;
    }
  };

  it('shows the same rows whatever the batches', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(history, sizes, async (events, batchSizes) => {
        await restart();
        await inBatches(events, [events.length]);
        const atOnce = await rows();
        await restart();
        await inBatches(events, batchSizes);
        expect(await rows()).toEqual(atOnce);
        expect(await checkpoints.read('test.total')).toBe(events.at(-1)?.position);
      }),
      { numRuns: 40 },
    );
  });

  it('changes nothing when events come again', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (events, cut) => {
        await restart();
        await inBatches(events, [5]);
        const once = await rows();
        await database.query('truncate checkpoint');
        await inBatches(events.slice(cut % events.length), [7]);
        expect(await rows()).toEqual(once);
      }),
      { numRuns: 40 },
    );
  });

  it('writes neither rows nor checkpoint for a runner that was overtaken', async () => {
    await restart();
    const events = historyOf([['a', 1]]);
    const { process } = processorNamed('test.overtaken');
    await process({ events: [], from: undefined, to: 5n });
    const late = process({ events, from: undefined, to: 10n });
    await expect(late).rejects.toBeInstanceOf(CheckpointMoved);
    expect(await rows()).toEqual([]);
    expect(await checkpoints.read('test.overtaken')).toBe(5n);
  });

  it('writes nothing of a batch when the program or the database is at fault', async () => {
    await restart();
    const projection = projectionNamed('test.broken');
    const table = { ...projection.table, name: 'no_such_table' };
    const { process } = projectionProcessor({ ...projection, table }, parts);
    const events = historyOf([['a', 1]]);
    await expect(process({ events, from: undefined, to: 10n })).rejects.toThrow('no_such_table');
    expect(await checkpoints.read('test.broken')).toBeUndefined();
  });
});
