import type { TableShape } from '@city/postgres';
import fc from 'fast-check';
import { Category } from '../incident/domain/incident-types/incident-type.js';
import { IncidentStatus, Priority } from '../incident/domain/values.js';
import {
  incidentBoardTable,
  type IncidentBoardRow,
} from '../incident/read-model/incident-board/incident-board.row.js';
import { exampleId } from './stored-history.js';

/** A row of the board; whatever matters is named by the test. */
export const boardRow = (
  number: number,
  values: Partial<IncidentBoardRow> = {},
): IncidentBoardRow => ({
  id: exampleId(number),
  revision: 0n,
  ...{ status: 'reported', type: 'structure-fire', category: 'fire', priority: 'P2' },
  ...{ district: '320576', summary: 'Smoke from the 3rd floor' },
  ...{ longitude: 120.7213, latitude: 31.3264, address: null, h3_cell: null },
  ...{ channel: 'phone', reference: null, agency: null },
  opened_at: '2026-03-01T10:00:00.000Z',
  updated_at: '2026-03-01T10:00:00.000Z',
  ...{ next_due_clock: null, next_due_at: null, unit_count: 0 },
  ...values,
});

export const summaries = [
  '三楼冒烟',
  '冒烟',
  'Smoke',
  '100% full',
  'a_b',
  String.raw`c:\dir`,
  'axb',
];
export const districts = ['320505', '320576', 'outside'];

const time = (hour: number): string => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
/** Few hours, so that many rows tie. */
export const someTime = fc.integer({ min: 8, max: 11 }).map(time);
const due = fc.constantFrom(null, null, '2020-01-01T00:00:00.000Z', '2090-01-01T00:00:00.000Z');

const values = fc.record({
  status: fc.constantFrom(...IncidentStatus.options.slice(0, 4)),
  type: fc.constantFrom('structure-fire', 'gas-leak'),
  category: fc.constantFrom(...Category.options.slice(0, 3)),
  priority: fc.constantFrom(...Priority.options),
  district: fc.constantFrom(...districts),
  summary: fc.constantFrom(...summaries),
  longitude: fc.constantFrom(120, 120.5, 121, null),
  latitude: fc.constantFrom(31, 31.5, null),
  opened_at: someTime,
  updated_at: someTime,
  next_due_at: due,
});

/** Rows in which nearly every value is had by several. */
export const randomRows: fc.Arbitrary<readonly IncidentBoardRow[]> = fc
  .array(values, { minLength: 1, maxLength: 25, size: 'max' })
  .map((rows) =>
    rows.map((row, index) =>
      boardRow(index, { ...row, next_due_clock: row.next_due_at === null ? null : 'triage' }),
    ),
  );

/** The table of the version that the migrations put to use. */
export const boardInUse: TableShape = {
  ...incidentBoardTable,
  name: `${incidentBoardTable.name}_1`,
};
