import { describe, expect, it } from '@jest/globals';
import { statement } from './incident-board.filter.js';
import {
  behind,
  defaultOrder,
  fits,
  orderBy,
  placeColumn,
  type SortKey,
  type SortStep,
} from './incident-board.order.js';

const up = (field: SortKey): SortStep => ({ field, descending: false });
const down = (field: SortKey): SortStep => ({ field, descending: true });
const behindOf = (order: readonly SortStep[], ...place: string[]) =>
  statement((p) => behind(order, place).sql(p));

describe('an order of the board', () => {
  it.each([
    ['newest first, by default', defaultOrder, 'opened_at desc, id desc'],
    ['most urgent first', [down('priority')], 'priority asc, id asc'],
    ['least urgent first', [up('priority')], 'priority desc, id desc'],
    ['mixed', [down('priority'), down('openedAt')], 'priority asc, opened_at desc, id asc'],
    ['by change', [up('updatedAt')], 'updated_at asc, id asc'],
    ['due soonest first', [up('dueAt')], "coalesce(next_due_at, 'infinity') asc, id asc"],
    ['due latest first', [down('dueAt')], "coalesce(next_due_at, '-infinity') desc, id desc"],
  ])('%s', (_, order, expected) => {
    expect(orderBy(order)).toBe(`order by ${expected}`);
  });
  it('says where a row stands, every column as text', () => {
    expect(placeColumn([down('priority'), up('dueAt')])).toBe(
      "array[(priority)::text, (coalesce(next_due_at, 'infinity'))::text, (id)::text] as place",
    );
  });
  it('takes only places with a value of the right form for each column', () => {
    const id = '7b2e0c1a-8a5f-5b3c-9a38-4a0f6f1f0001';
    const time = '2026-03-01 10:00:00.25+00';
    expect(fits(defaultOrder, [time, id])).toBe(true);
    expect(fits([down('priority')], ['P1', id])).toBe(true);
    expect(fits([up('dueAt')], ['infinity', id])).toBe(true);
    for (const wrong of [
      [id],
      [time, id, id],
      ['x', id],
      [time, 'y'],
      ['a\u0000b', id],
      ['P1', id],
    ])
      expect(fits(defaultOrder, wrong)).toBe(false);
  });
});

describe('the rows behind a place', () => {
  it('are a row comparison when all columns go up', () => {
    expect(behindOf([up('openedAt')], 't', 'i')).toEqual({
      sql: '(opened_at, id) > ($1::timestamptz, $2::uuid)',
      parameters: ['t', 'i'],
    });
  });
  it('are a row comparison when all columns go down', () => {
    expect(behindOf(defaultOrder, 't', 'i').sql).toBe(
      '(opened_at, id) < ($1::timestamptz, $2::uuid)',
    );
  });
  it('are beyond column by column when directions differ', () => {
    expect(behindOf([down('priority'), down('openedAt')], 'P2', 't', 'i')).toEqual({
      sql: [
        '(priority > $1::text)',
        '(priority = $1::text and opened_at < $2::timestamptz)',
        '(priority = $1::text and opened_at = $2::timestamptz and id > $3::uuid)',
      ].join(' or '),
      parameters: ['P2', 't', 'i'],
    });
  });
});
