import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CannotContinue,
  CheckpointMoved,
  UnknownEventType,
  UnreadableEvent,
  type EventMetadata,
  type StoredEvent,
} from '@city/event-sourcing';
import { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import type { Projection } from '../rows/projection.js';
import { projectionProcessor } from '../rows/projection-processor.js';
import { silent, throwAwayDatabase } from '../testing/throw-away-database.js';
import { PostgresStreamsAside } from './postgres-streams-aside.js';

type Added = Readonly<{ by: number }>;
type Row = Readonly<{ id: string; total: number }>;
const metadata: EventMetadata = {
  ...{ commandId: 'c', commandFingerprint: null, correlationId: 'c', causationId: null },
  ...{ actor: { subject: 's', roles: [] }, schemaVersion: 1 },
  occurredAt: '2026-11-24T08:00:00.000Z',
};

/** What fails now; a mended program fails at less. */
let unreadable: (event: StoredEvent) => boolean;

const sum: Projection<Added, Row> = {
  name: 'test.sum',
  prefixes: ['sum-'],
  table: {
    name: 'sum',
    columns: { id: 'text', revision: 'bigint', total: 'smallint' },
    ...{ key: ['id'], revision: 'revision' },
  },
  keyOf: ({ stream }) => stream,
  evolve: (row, { event, stream }) => {
    if (event.by === 13) throw new TypeError('an unlucky number');
    return { id: stream, total: (row?.total ?? 0) + event.by };
  },
  decode: (stored) => {
    if (stored.type === 'New') throw new UnknownEventType(stored);
    if (unreadable(stored)) throw new UnreadableEvent(stored, new Error('bad data'));
    return { event: stored.data as Added, metadata };
  },
};

const event = (stream: string, revision: number, by: number, place: number): StoredEvent => ({
  ...{ id: `${stream}${String(revision)}`, stream, revision: BigInt(revision) },
  ...{ position: BigInt(place), type: 'Added', data: { by }, metadata },
  storedAt: metadata.occurredAt,
});

/** Two streams, woven. */
const history = [
  event('sum-a', 0, 1, 10),
  event('sum-b', 0, 1, 20),
  event('sum-a', 1, 2, 30),
  event('sum-b', 1, 2, 40),
  event('sum-a', 2, 4, 50),
  event('sum-b', 2, 4, 60),
];
const isFirstOfA = ({ stream, revision }: StoredEvent): boolean =>
  stream === 'sum-a' && revision === 1n;

describe('a projection that meets an event which fails by itself', () => {
  let database: PostgresDatabase;
  let checkpoints: PostgresCheckpoints;
  let asides: PostgresStreamsAside;
  let store: StoredEvent[];
  beforeAll(async () => {
    database = await throwAwayDatabase();
    checkpoints = new PostgresCheckpoints(database);
    asides = new PostgresStreamsAside(database, silent);
    await database.query('create table sum (id text primary key, revision bigint, total smallint)');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('truncate sum, checkpoint, stream_aside');
    unreadable = () => false;
    store = [...history];
  });

  const processor = () =>
    projectionProcessor(sum, {
      ...{ database, checkpoints, asides },
      eventStore: {
        read: async function* (stream, from = 0n) {
          await Promise.resolve();
          yield* store.filter((each) => each.stream === stream && each.revision >= from);
        },
      },
    });
  const totals = async (): Promise<Record<string, number>> => {
    const rows = await database.query<Row>('select id, total from sum');
    return Object.fromEntries(rows.map(({ id, total }) => [id, total]));
  };
  const processed = async (events: readonly StoredEvent[]): Promise<void> => {
    const { process, checkpoint } = processor();
    const to = events.at(-1)?.position ?? 0n;
    await process({ events, from: await checkpoint(), to });
  };
  const tended = async (): Promise<void> => {
    const { tend, checkpoint } = processor();
    await tend?.((await checkpoint()) ?? 0n);
  };

  it('sets the stream aside with the batch, and the others go on', async () => {
    unreadable = isFirstOfA;
    await processed(history.slice(0, 4));
    await processed(history.slice(4));
    expect(await totals()).toEqual({ 'sum-a': 1, 'sum-b': 7 });
    expect(await checkpoints.read('test.sum')).toBe(60n);
    expect(await asides.list()).toEqual([
      expect.objectContaining({
        ...{ processor: 'test.sum', stream: 'sum-a', revision: 1n, position: 30n, retryAt: null },
        error: 'UnreadableEvent: sum-a@1 (Added): cannot be read: bad data',
      }),
    ]);
  });

  it.each([
    ['the program fails on', 13],
    ['the database refuses', 40_000],
  ])('sets a stream aside for an event that %s', async (_, by) => {
    const [first, second] = history as [StoredEvent, StoredEvent];
    await processed([first, second, event('sum-a', 1, by, 30), event('sum-a', 2, 1, 31)]);
    expect(await totals()).toEqual({ 'sum-a': 1, 'sum-b': 1 });
    expect(await asides.standing('test.sum')).toEqual(['sum-a']);
  });

  it('replays the stream when that is asked for, and lets it go on', async () => {
    unreadable = isFirstOfA;
    await processed(history.slice(0, 5));
    unreadable = () => false;
    await tended();
    expect(await totals()).toEqual({ 'sum-a': 1, 'sum-b': 3 });
    expect(await asides.askToRetry('test.sum', 'sum-a')).toBe(1);
    await tended();
    expect(await totals()).toEqual({ 'sum-a': 7, 'sum-b': 3 });
    expect(await asides.list()).toEqual([]);
    await processed([...history.slice(5), event('sum-a', 3, 8, 70)]);
    expect(await totals()).toEqual({ 'sum-a': 15, 'sum-b': 7 });
  });

  it('does not replay what its checkpoint has not passed', async () => {
    unreadable = isFirstOfA;
    await processed(history.slice(0, 3));
    unreadable = () => false;
    await asides.askToRetry('test.sum');
    await tended();
    expect(await totals()).toEqual({ 'sum-a': 3, 'sum-b': 1 });
    await processed(history.slice(3));
    expect(await totals()).toEqual({ 'sum-a': 7, 'sum-b': 7 });
  });

  it('lets a stream wait at the next event that fails', async () => {
    unreadable = ({ stream, revision }) => stream === 'sum-a' && revision > 0n;
    await processed(history);
    unreadable = ({ stream, revision }) => stream === 'sum-a' && revision > 1n;
    await asides.askToRetry('test.sum');
    await tended();
    expect(await totals()).toEqual({ 'sum-a': 3, 'sum-b': 7 });
    expect(await asides.list()).toEqual([
      expect.objectContaining({ stream: 'sum-a', revision: 2n, position: 50n, retryAt: null }),
    ]);
  });

  it('replays nothing once another runner has moved the checkpoint', async () => {
    unreadable = isFirstOfA;
    await processed(history);
    unreadable = () => false;
    await asides.askToRetry('test.sum');
    await expect(processor().tend?.(50n)).rejects.toBeInstanceOf(CheckpointMoved);
    expect(await totals()).toEqual({ 'sum-a': 1, 'sum-b': 7 });
  });

  it('stops at an unknown event type, and when over 100 streams wait', async () => {
    await expect(processed([{ ...event('sum-a', 0, 1, 10), type: 'New' }])).rejects.toBeInstanceOf(
      UnknownEventType,
    );
    const bad = Array.from({ length: 101 }, (_, n) => event(`sum-${String(n)}`, 0, 13, 10 + n));
    await processed(bad.slice(0, 100));
    await expect(processed(bad.slice(100))).rejects.toBeInstanceOf(CannotContinue);
    expect(await asides.standing('test.sum')).toHaveLength(100);
    expect(await checkpoints.read('test.sum')).toBe(109n);
  });
});
