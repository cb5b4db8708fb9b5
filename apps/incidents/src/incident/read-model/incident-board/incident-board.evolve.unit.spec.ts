import { describe, expect, it } from '@jest/globals';
import { h3Cell } from '@city/geo';
import fc from 'fast-check';
import { incidentDecider } from '../../domain/decider.js';
import type { IncidentEvent } from '../../domain/events.js';
import * as examples from '../../domain/testing/incident-events.js';
import { ownTimeOf, randomHistory } from '../../domain/testing/random-histories.js';
import { evolveBoardRow } from './incident-board.evolve.js';
import type { IncidentBoardRow } from './incident-board.row.js';

const { at, reported } = examples;
type Row = IncidentBoardRow | undefined;

const after = (row: Row, event: IncidentEvent, occurredAt = ownTimeOf(event)): Row =>
  evolveBoardRow(row, { event, occurredAt });
const rowOf = (...events: readonly IncidentEvent[]): Row =>
  events.reduce<Row>((row, event) => after(row, event), undefined);

const cell = h3Cell(120.7213, 31.3264, 9);
const reportedRow: IncidentBoardRow = {
  id: examples.incidentId,
  revision: 0n,
  status: 'reported',
  type: 'structure-fire',
  category: 'fire',
  priority: 'P2',
  district: '320576',
  summary: 'Smoke from the 3rd floor',
  longitude: 120.7213,
  latitude: 31.3264,
  address: 'Xinghu St 328',
  h3_cell: cell,
  channel: 'phone',
  reference: 'call-8841',
  agency: null,
  opened_at: at('10:00'),
  updated_at: at('10:00'),
  next_due_clock: null,
  next_due_at: null,
  unit_count: 0,
};

describe('the row of an incident on the board', () => {
  it('begins with the report', () => {
    expect(rowOf(reported)).toStrictEqual(reportedRow);
  });
  it('has neither point nor cell where none is known', () => {
    expect(rowOf(examples.imported)).toMatchObject({
      ...{ longitude: null, latitude: null, address: null, h3_cell: null, district: 'outside' },
      ...{ channel: 'import', reference: '63593076', agency: 'DSNY' },
    });
  });
  it('is not there before the report', () => {
    expect(rowOf(examples.triaged, examples.closed)).toBeUndefined();
  });

  const other = { longitude: 120.6, latitude: 31.3, address: null, district: '320505' };
  const effects: readonly (readonly [IncidentEvent, Partial<IncidentBoardRow>])[] = [
    [examples.correctedTo({ summary: 'Gas' }), { summary: 'Gas', updated_at: at('10:02') }],
    [
      examples.correctedTo({ type: 'gas-leak', category: 'hazmat' }),
      { type: 'gas-leak', category: 'hazmat', updated_at: at('10:02') },
    ],
    [
      examples.correctedTo({ location: other }),
      { ...other, h3_cell: h3Cell(120.6, 31.3, 9), updated_at: at('10:02') },
    ],
    [examples.correctedTo({ description: 'Longer' }), { updated_at: at('10:02') }],
    [
      examples.triagedAs('P1', { type: 'gas-leak', category: 'hazmat' }),
      {
        ...{ status: 'triaged', priority: 'P1', type: 'gas-leak', category: 'hazmat' },
        updated_at: at('10:03'),
      },
    ],
    [examples.priorityChanged('P2', 'P4'), { priority: 'P4', updated_at: at('10:05') }],
    [examples.noteAdded('Road blocked'), { updated_at: at('10:06') }],
    [examples.resolved, { status: 'resolved', updated_at: at('10:40') }],
    [examples.closed, { status: 'closed', updated_at: at('11:00') }],
    [examples.cancelled, { status: 'cancelled', updated_at: at('10:10') }],
    [examples.reopenedAs('triaged'), { status: 'triaged', updated_at: at('11:30') }],
    [examples.reopenedAs('reported'), { status: 'reported', updated_at: at('11:30') }],
  ];
  it.each(effects.map(([event, change]) => [event.type, event, change] as const))(
    'after %s differs in that alone',
    (_, event, change) => {
      expect(after(reportedRow, event)).toStrictEqual({ ...reportedRow, ...change });
    },
  );
  it('was not updated by what happened earlier and is told later', () => {
    const late = rowOf(reported, examples.resolved, examples.noteAdded('Late', '10:07'));
    expect(late?.updated_at).toBe(at('10:40'));
  });
  it('tells of every history what the incident itself tells', () => {
    fc.assert(
      fc.property(randomHistory, (history) => {
        const { initialState, evolve } = incidentDecider;
        const state = history.reduce(evolve, initialState);
        const row = rowOf(...history);
        if (state.status === 'unknown') {
          expect(row).toBeUndefined();
          return;
        }
        const { id, status, type, category, priority, summary, location, source, agency } = state;
        expect(row).toMatchObject({ id, status, type, category, priority, summary, agency });
        expect(row).toMatchObject({ ...location, ...source, opened_at: state.reportedAt });
        expect(row?.h3_cell === null).toBe(
          location.longitude === null || location.latitude === null,
        );
        expect(row?.updated_at).toBe(history.map(ownTimeOf).toSorted().at(-1));
      }),
    );
  });
});
