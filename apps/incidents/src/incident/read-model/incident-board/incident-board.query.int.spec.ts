import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upsertRows, type PostgresDatabase } from '@city/postgres';
import fc from 'fast-check';
import { serviceDatabase } from '../../../testing/board-database.js';
import {
  boardInUse,
  boardRow,
  districts,
  randomRows,
  someTime,
} from '../../../testing/board-rows.js';
import { exampleId } from '../../../testing/stored-history.js';
import type { IncidentBoardFilter } from './incident-board.filter.js';
import { defaultOrder, sortKeys, type SortStep } from './incident-board.order.js';
import { IncidentBoardQuery, type IncidentBoardView } from './incident-board.query.js';
import type { IncidentBoardRow } from './incident-board.row.js';

type Row = IncidentBoardRow;

const NOW = '2026-11-24T00:00:00.000Z';
const among = (values: readonly string[] | undefined, value: string): boolean =>
  values === undefined || values.includes(value);
const isIn = ({ longitude, latitude }: Row, box: IncidentBoardFilter['bbox']): boolean =>
  box === undefined ||
  (longitude !== null &&
    longitude >= box.west &&
    longitude <= box.east &&
    latitude !== null &&
    latitude >= box.south &&
    latitude <= box.north);
const isOverdue = ({ next_due_at: due }: Row): boolean => due !== null && due < NOW;

/** What the filters mean, said in another language than SQL. */
const holds = (row: Row, filter: IncidentBoardFilter): boolean =>
  [
    among(filter.visibleIn === '*' ? undefined : filter.visibleIn, row.district),
    ...[among(filter.status, row.status), among(filter.priority, row.priority)],
    ...[among(filter.type, row.type), among(filter.category, row.category)],
    ...[among(filter.district, row.district), isIn(row, filter.bbox)],
    filter.openedFrom === undefined || row.opened_at >= filter.openedFrom,
    filter.openedTo === undefined || row.opened_at < filter.openedTo,
    filter.q === undefined || row.summary.toLowerCase().includes(filter.q.toLowerCase()),
    filter.overdue === undefined || isOverdue(row) === filter.overdue,
  ].every(Boolean);

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
const byStep = (one: Row, other: Row, { field, descending }: SortStep): number => {
  const turn = descending ? -1 : 1;
  // P1 is the most urgent, and sorts first as text.
  if (field === 'priority') return -turn * compare(one.priority, other.priority);
  if (field === 'openedAt') return turn * compare(one.opened_at, other.opened_at);
  if (field === 'updatedAt') return turn * compare(one.updated_at, other.updated_at);
  const last = descending ? '' : '9999';
  return turn * compare(one.next_due_at ?? last, other.next_due_at ?? last);
};
const idTurn = ([first]: readonly SortStep[]): number =>
  (first?.field === 'priority') === first?.descending ? 1 : -1;
const sorted = (rows: readonly Row[], order: readonly SortStep[]): Row[] =>
  rows.toSorted((one, other) => {
    for (const step of order) {
      const result = byStep(one, other, step);
      if (result !== 0) return result;
    }
    return idTurn(order) * compare(one.id, other.id);
  });

const orders = fc
  .shuffledSubarray([...sortKeys], { minLength: 1 })
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) => fc.record({ field: fc.constant(field), descending: fc.boolean() })),
    ),
  );
const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
const filters: fc.Arbitrary<IncidentBoardFilter> = fc.record(
  {
    visibleIn: fc.oneof(fc.constant('*' as const), fc.subarray(districts)),
    status: some('reported', 'triaged', 'resolved'),
    priority: some('P1', 'P2', 'P3'),
    type: some('structure-fire', 'gas-leak', 'dragon'),
    category: some('fire', 'medical'),
    district: some(...districts),
    bbox: fc.constantFrom(
      { west: 120, south: 31, east: 120.5, north: 31.5 },
      { west: 120.1, south: 30, east: 122, north: 31.2 },
    ),
    openedFrom: someTime,
    openedTo: someTime,
    q: fc.constantFrom('冒烟', '三楼', 'smoke', '0%', '_b', '%_', String.raw`:\d`, 'xb', '%%'),
    overdue: fc.boolean(),
  },
  { requiredKeys: ['visibleIn'] },
);
/** One or two at a time, so that something is left. */
const fewFilters = fc
  .tuple(filters, fc.array(fc.nat({ max: 9 }), { maxLength: 2 }))
  .map(([{ visibleIn, ...rest }, chosen]): IncidentBoardFilter => ({
    visibleIn,
    ...Object.fromEntries(Object.entries(rest).filter((_, index) => chosen.includes(index))),
  }));

describe('a list of incidents', () => {
  let database: PostgresDatabase;
  let query: IncidentBoardQuery;
  beforeAll(async () => {
    database = await serviceDatabase();
    query = new IncidentBoardQuery(database);
  });
  afterAll(() => database.close());

  const fill = async (rows: readonly Row[]): Promise<void> => {
    await database.query('truncate incident_board_1');
    await upsertRows(database, boardInUse, rows);
  };
  const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);
  const pages = async (
    filter: IncidentBoardFilter,
    order: readonly SortStep[],
    limit: number,
  ): Promise<IncidentBoardView[]> => {
    const items: IncidentBoardView[] = [];
    let after: readonly string[] | undefined;
    do {
      const page = await query.page(filter, order, { limit, after });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      after = page.nextPlace ?? undefined;
    } while (after !== undefined);
    return items;
  };

  it('holds what its filters say, in its order, page by page, and counts the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[randomRows, fewFilters, orders, fc.integer({ min: 1, max: 9 })],
        async (rows, filter, order, limit) => {
          await fill(rows);
          const expected = sorted(rows, order).filter((row) => holds(row, filter));
          expect(idsOf(await pages(filter, order, limit))).toEqual(idsOf(expected));
          expect(await query.count(filter)).toBe(expected.length);
        },
      ),
      { numRuns: 120 },
    );
  });
  it('shows an incident with all that the board knows of it', async () => {
    await fill([boardRow(1, { reference: 'call-1', address: 'Xinghu St 328', agency: 'DSNY' })]);
    expect((await query.page({ visibleIn: '*' }, defaultOrder, { limit: 5 })).items).toEqual([
      {
        ...{ id: exampleId(1), revision: '0', status: 'reported', type: 'structure-fire' },
        ...{ category: 'fire', priority: 'P2', district: '320576' },
        summary: 'Smoke from the 3rd floor',
        location: {
          ...{ longitude: 120.7213, latitude: 31.3264 },
          ...{ address: 'Xinghu St 328', district: '320576' },
        },
        ...{ source: { channel: 'phone', reference: 'call-1' }, agency: 'DSNY' },
        openedAt: '2026-03-01T10:00:00.000Z',
        updatedAt: '2026-03-01T10:00:00.000Z',
        ...{ nextDue: null, unitCount: 0 },
      },
    ]);
  });
  it('tells the clock that is due next', async () => {
    const dueAt = '2026-03-01T10:02:00.000Z';
    await fill([boardRow(1, { next_due_clock: 'triage', next_due_at: dueAt })]);
    const { items } = await query.page({ visibleIn: '*' }, defaultOrder, { limit: 5 });
    expect(items[0]?.nextDue).toEqual({ clock: 'triage', dueAt });
  });
  it.each([
    ['冒烟', ['三楼冒烟', '冒烟']],
    ['SMOKE', ['Smoke']],
    ['0%', ['100% full']],
    ['a_b', ['a_b']],
    [String.raw`:\d`, [String.raw`c:\dir`]],
    ['\\%', []],
    ['x%', []],
  ])('with q = %s finds that text alone', async (q, found) => {
    const texts = ['三楼冒烟', '冒烟', 'Smoke', '100% full', 'a_b', 'axb', String.raw`c:\dir`];
    await fill(texts.map((summary, index) => boardRow(index, { summary })));
    const items = await pages({ visibleIn: '*', q }, defaultOrder, 50);
    expect(items.map(({ summary }) => summary).toSorted()).toEqual(found.toSorted());
  });
  it('stays whole while rows are added before, between and behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[randomRows, randomRows, orders, fc.integer({ min: 1, max: 6 })],
        async (rows, added, order, limit) => {
          await fill(rows);
          const first = await query.page({ visibleIn: '*' }, order, { limit });
          const more = added.map((row, index) => ({ ...row, id: exampleId(1_000 + index) }));
          await upsertRows(database, boardInUse, more);
          const items = [...first.items];
          let after = first.nextPlace;
          while (after !== null) {
            const page = await query.page({ visibleIn: '*' }, order, { limit, after });
            items.push(...page.items);
            after = page.nextPlace;
          }
          const old = idsOf(items).filter((id) => rows.some((row) => row.id === id));
          expect(old).toEqual(idsOf(sorted(rows, order)));
          expect(new Set(idsOf(items)).size).toBe(items.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
