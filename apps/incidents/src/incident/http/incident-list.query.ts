import {
  boundingBox,
  commaList,
  Instant,
  pageQuery,
  sortBy,
  type Caller,
  visibleDistricts,
} from '@city/http';
import { z } from 'zod';
import { Category } from '../domain/incident-types/incident-type.js';
import { IncidentStatus, Priority } from '../domain/values.js';
import type { IncidentBoardFilter } from '../read-model/incident-board/incident-board.filter.js';
import { sortKeys } from '../read-model/incident-board/incident-board.query.js';

const code = z.string().min(1).max(100);

/** What a list, a count or a live stream can be narrowed by. */
export const incidentFilterQuery = {
  status: commaList(IncidentStatus).optional(),
  priority: commaList(Priority).optional(),
  type: commaList(code).optional(),
  category: commaList(Category).optional(),
  district: commaList(code).optional(),
  bbox: boundingBox.optional(),
  openedFrom: Instant.optional().describe('Reported at or after (RFC 3339).'),
  openedTo: Instant.optional().describe('Reported before (RFC 3339).'),
  q: z
    .string()
    .regex(/^[^\0]{2,200}$/u, '2 to 200 characters.')
    .optional()
    .describe('Any part of the summary, two characters or more.'),
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('With a clock that is past its due time.'),
};

export const CountQuery = z.strictObject(incidentFilterQuery);
export type CountQuery = Readonly<z.output<typeof CountQuery>>;

export const ListQuery = z.strictObject({
  ...pageQuery,
  ...incidentFilterQuery,
  sort: sortBy(...sortKeys)
    .optional()
    .describe(
      'Steps with commas between them, `-` before a descending one: priority, openedAt, updatedAt, dueAt. `-priority` = most urgent first. Default `-openedAt`; ties by id.',
    ),
});
export type ListQuery = Readonly<z.output<typeof ListQuery>>;

/** The filter of a request, within the caller's districts. */
export const filterOf = (query: CountQuery, caller: Caller): IncidentBoardFilter => ({
  ...query,
  visibleIn: visibleDistricts(caller),
});
