import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@city/event-sourcing';
import { InMemoryEventStore } from '@city/event-sourcing-testing';
import {
  PostgresCheckpoints,
  PostgresStreamsAside,
  projectionProcessor,
  type PostgresDatabase,
} from '@city/postgres';
import fc from 'fast-check';
import { serviceDatabase, silent } from '../../../testing/board-database.js';
import { boardInUse } from '../../../testing/board-rows.js';
import { exampleId, storedHistory, woven } from '../../../testing/stored-history.js';
import * as examples from '../../domain/testing/incident-events.js';
import { randomHistory } from '../../domain/testing/random-histories.js';
import { incidentCodec } from '../../persistence/codec.js';
import { evolveBoardRow } from './incident-board.evolve.js';
import { incidentBoard } from './incident-board.projection.js';
import { incidentBoardProcessor, type IncidentBoardRow } from './incident-board.row.js';

/** What the rows must be, by folding each stream alone in memory. */
const folded = (events: readonly StoredEvent[]): IncidentBoardRow[] => {
  const rows = new Map<string, IncidentBoardRow>();
  for (const stored of events) {
    const { event, metadata } = incidentCodec.decode(stored);
    const { occurredAt } = metadata;
    const next = evolveBoardRow(rows.get(stored.stream), { event, occurredAt });
    if (next !== undefined) rows.set(stored.stream, { ...next, revision: stored.revision });
  }
  return [...rows.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
};

/** The histories of a few incidents, woven into one `$all`. */
const all = fc
  .tuple(
    fc.array(randomHistory, { minLength: 1, maxLength: 5 }),
    fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 }),
  )
  .map(([histories, turns]) =>
    woven(
      histories.map((history, index) => storedHistory(exampleId(index), history)),
      turns,
    ),
  );
const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });

describe('the incident board', () => {
  let database: PostgresDatabase;
  let checkpoints: PostgresCheckpoints;
  beforeAll(async () => {
    database = await serviceDatabase();
    checkpoints = new PostgresCheckpoints(database);
  });
  afterAll(() => database.close());

  const restart = () => database.query('truncate incident_board_1, checkpoint');
  const rows = async (): Promise<IncidentBoardRow[]> => {
    const found = await database.query('select * from incident_board_1 order by id');
    return found.map(
      (row) =>
        // Every column is compared below, so a wrong shape fails there.
        ({
          ...row,
          revision: BigInt(String(row.revision)),
          opened_at: (row.opened_at as Date).toISOString(),
          updated_at: (row.updated_at as Date).toISOString(),
        }) as IncidentBoardRow,
    );
  };
  const project = async (events: readonly StoredEvent[], batches: readonly number[]) => {
    const asides = new PostgresStreamsAside(database, silent);
    const parts = { database, checkpoints, asides, eventStore: new InMemoryEventStore() };
    const { process, checkpoint } = projectionProcessor(
      { ...incidentBoard(incidentCodec), table: boardInUse },
      parts,
    );
    for (let at = 0, turn = 0; at < events.length; turn += 1) {
      const batch = events.slice(at, at + (batches[turn % batches.length] ?? 1));
      const to = batch.at(-1)?.position ?? 0n;
      await process({ events: batch, from: await checkpoint(), to });
      at += batch.length;
    }
  };

  it('is the fold of every stream, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(all, sizes, async (events, batches) => {
        await restart();
        await project(events, batches);
        expect(await rows()).toEqual(folded(events));
        expect(await checkpoints.read(incidentBoardProcessor)).toBe(events.at(-1)?.position);
      }),
      { numRuns: 40 },
    );
  });
  it('stays the same when events come again', async () => {
    await fc.assert(
      fc.asyncProperty(all, sizes, fc.nat(), async (events, batches, cut) => {
        fc.pre(events.length > 0);
        await restart();
        await project(events, batches);
        await database.query('truncate checkpoint');
        await project(events.slice(cut % events.length), batches.toReversed());
        expect(await rows()).toEqual(folded(events));
      }),
      { numRuns: 40 },
    );
  });
  it('shows a Chinese summary as it was said, and no character that Postgres cannot hold', async () => {
    await restart();
    const history = [
      examples.reportedWith({ summary: '三楼冒烟 🚒' }),
      examples.correctedTo({ description: 'x' }),
    ];
    await project(storedHistory(exampleId(1), history), [1]);
    expect(await rows()).toMatchObject([{ summary: '三楼冒烟 🚒', revision: 1n }]);
  });
});
