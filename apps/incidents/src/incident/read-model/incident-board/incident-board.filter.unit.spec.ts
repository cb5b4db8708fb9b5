import { describe, expect, it } from '@jest/globals';
import {
  conditionsOf,
  statement,
  where,
  type IncidentBoardFilter,
} from './incident-board.filter.js';

const sqlOf = (filter: IncidentBoardFilter) => statement((p) => where(conditionsOf(filter), p));
const asked = (filter: Omit<IncidentBoardFilter, 'visibleIn'>) =>
  sqlOf({ visibleIn: '*', ...filter });

const midnight = '2026-03-01T00:00:00.000Z';

describe('a filter of the board', () => {
  it('is no condition when nothing is asked', () => {
    expect(asked({})).toEqual({ sql: '', parameters: [] });
  });
  it.each([
    [{ status: ['reported', 'triaged'] }, 'status = any($1::text[])', [['reported', 'triaged']]],
    [{ priority: ['P1'] }, 'priority = any($1::text[])', [['P1']]],
    [{ type: ['gas-leak'] }, 'type = any($1::text[])', [['gas-leak']]],
    [{ category: ['fire'] }, 'category = any($1::text[])', [['fire']]],
    [{ district: ['outside'] }, 'district = any($1::text[])', [['outside']]],
    [
      { bbox: { west: 1, south: 2, east: 3, north: 4 } },
      'longitude between $1 and $2 and latitude between $3 and $4',
      [1, 3, 2, 4],
    ],
    [{ openedFrom: midnight }, 'opened_at >= $1::timestamptz', [midnight]],
    [{ openedTo: midnight }, 'opened_at < $1::timestamptz', [midnight]],
    [{ q: '50%_a\\b' }, 'summary ilike $1', ['%50\\%\\_a\\\\b%']],
    [{ overdue: true }, 'coalesce(next_due_at < now(), false)', []],
    [{ overdue: false }, 'not coalesce(next_due_at < now(), false)', []],
  ] as const)('%j is one condition', (filter, sql, parameters) => {
    expect(asked(filter)).toEqual({
      sql: `where (${sql})`,
      parameters,
    });
  });
  it('never goes beyond the districts of the caller', () => {
    expect(sqlOf({ visibleIn: ['320505'], district: ['320508'] })).toEqual({
      sql: 'where (district = any($1::text[])) and (district = any($2::text[]))',
      parameters: [['320505'], ['320508']],
    });
  });
  it('of a caller without districts holds nothing', () => {
    expect(sqlOf({ visibleIn: [] }).parameters).toEqual([[]]);
  });
  it('puts no value into the text of the statement', () => {
    const evil = "'; drop table incident_board_1; --";
    const { sql, parameters } = asked({ q: evil, type: [evil], openedFrom: evil });
    expect(sql).not.toContain('drop');
    expect(parameters).toEqual([
      [evil],
      evil,
      `%${evil.replace('_', '\\_').replace('_1', '\\_1')}%`,
    ]);
  });
});
