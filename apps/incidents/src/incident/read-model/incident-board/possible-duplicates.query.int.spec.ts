import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upsertRows, type PostgresDatabase } from '@city/postgres';
import { distanceMetres } from '@city/geo';
import fc from 'fast-check';
import { serviceDatabase } from '../../../testing/board-database.js';
import { boardInUse, boardRow } from '../../../testing/board-rows.js';
import { exampleId } from '../../../testing/stored-history.js';
import type { IncidentBoardRow } from './incident-board.row.js';
import { PossibleDuplicatesQuery, type Original } from './possible-duplicates.query.js';

const reach = { radiusMetres: 200, windowMinutes: 30 };
const here = { longitude: 120.7213, latitude: 31.3264 };
const original: Original = {
  ...{ id: exampleId(0), category: 'fire', ...here },
  openedAt: '2026-03-01T10:00:00.000Z',
};
/** About so many metres north of the original. */
const north = (metres: number) => ({ ...here, latitude: here.latitude + metres / 111_195 });

describe('possible duplicates', () => {
  let database: PostgresDatabase;
  let query: PossibleDuplicatesQuery;
  beforeAll(async () => {
    database = await serviceDatabase();
    query = new PossibleDuplicatesQuery(database, reach);
  });
  afterAll(() => database.close());

  const found = async (
    rows: readonly IncidentBoardRow[],
    visibleIn: '*' | readonly string[] = '*',
  ) => {
    await database.query('truncate incident_board_1');
    await upsertRows(database, boardInUse, rows);
    return query.of(original, visibleIn);
  };

  it('are told with their distance', async () => {
    expect(await found([boardRow(1, north(50))])).toEqual([
      {
        ...{ id: exampleId(1), type: 'structure-fire', status: 'reported' },
        summary: 'Smoke from the 3rd floor',
        distanceMetres: expect.closeTo(50, 0),
        openedAt: '2026-03-01T10:00:00.000Z',
      },
    ]);
  });
  it.each<[string, Partial<IncidentBoardRow>, boolean]>([
    ['199 m away', north(199), true],
    ['201 m away', north(201), false],
    ['without a point', { longitude: null, latitude: null }, false],
    ['30 min before', { opened_at: '2026-03-01T09:30:00.000Z' }, true],
    ['more than 30 min before', { opened_at: '2026-03-01T09:29:59.999Z' }, false],
    ['30 min later', { opened_at: '2026-03-01T10:30:00.000Z' }, true],
    ['more than 30 min later', { opened_at: '2026-03-01T10:30:00.001Z' }, false],
    ['of another type of the category', { type: 'vehicle-fire' }, true],
    ['of another category', { category: 'medical' }, false],
    ['triaged', { status: 'triaged' }, true],
    ['responding', { status: 'responding' }, true],
    ['resolved', { status: 'resolved' }, false],
    ['closed', { status: 'closed' }, false],
    ['cancelled', { status: 'cancelled' }, false],
    ['merged', { status: 'merged' }, false],
    ['itself', { id: original.id }, false],
  ])('one that is %s', async (_, values, isOne) => {
    expect(await found([boardRow(1, values)])).toHaveLength(isOne ? 1 : 0);
  });
  it('are those that the caller may read', async () => {
    const rows = [boardRow(1, { district: '320505' }), boardRow(2, { district: 'outside' })];
    const ids = async (visibleIn: '*' | readonly string[]) =>
      (await found(rows, visibleIn)).map(({ id }) => id);
    expect(await ids(['outside'])).toEqual([exampleId(2)]);
    expect(await ids([])).toEqual([]);
    expect(await ids('*')).toHaveLength(2);
  });
  it('are the ten nearest, nearest first', async () => {
    const rows = Array.from({ length: 15 }, (_, index) =>
      boardRow(index + 1, north(150 - index * 10)),
    );
    const nearest = rows.toReversed().slice(0, 10);
    expect((await found(rows)).map(({ id }) => id)).toEqual(nearest.map(({ id }) => id));
  });
  it('are measured as the rest of the system measures', async () => {
    const offset = fc.double({ min: -0.003, max: 0.003, noNaN: true });
    await fc.assert(
      fc.asyncProperty(offset, offset, async (east, up) => {
        const point = { longitude: here.longitude + east, latitude: here.latitude + up };
        const metres = distanceMetres(here, point);
        fc.pre(Math.abs(metres - reach.radiusMetres) > 0.5);
        const [duplicate] = await found([boardRow(1, point)]);
        if (metres > reach.radiusMetres) expect(duplicate).toBeUndefined();
        else expect(duplicate?.distanceMetres).toBeCloseTo(metres, 0);
      }),
      { numRuns: 60 },
    );
  });
});
