import { compareTimes } from '@city/event-sourcing';
import {
  genericProblems,
  Instant,
  invalidBody,
  invalidContent,
  Problem,
  refusalOf,
} from '@city/http';
import { z } from 'zod';
import type { ImportedIncident } from '../../application/import-incident.js';
import { Address, Agency, Priority, Reference, Summary, text } from '../../domain/values.js';
import { OUTSIDE, type DistrictIndex } from '@city/geo';
import { incidentTypeOf } from '../../domain/incident-types/catalogue.js';
import { locationOf } from '../districts.js';
import { incidentProblems } from '../incident.problems.js';

/** One line of an import. */
export const ImportLine = z
  .strictObject({
    externalId: Reference,
    type: text(1, 100),
    summary: Summary,
    location: z
      .strictObject({
        longitude: z.number().min(-180).max(180),
        latitude: z.number().min(-90).max(90),
        address: Address.optional(),
      })
      .optional(),
    reportedAt: Instant,
    resolvedAt: Instant.optional(),
    closedAt: Instant.optional(),
    agency: Agency.optional(),
    priority: Priority.optional(),
  })
  .meta({ id: 'ImportLine' });
type ImportLine = z.output<typeof ImportLine>;

const steps = ['reportedAt', 'resolvedAt', 'closedAt'] as const;

/** Nothing lies in the future, and each step not before the one before it. */
const ensureOrder = (line: ImportLine, now: string): void => {
  let before: string | undefined;
  for (const step of steps) {
    const at = line[step];
    if (at === undefined) continue;
    if (compareTimes(at, now) > 0) throw invalidContent(`#/${step}`, 'This lies in the future.');
    if (before !== undefined && compareTimes(at, before) < 0)
      throw invalidContent(`#/${step}`, 'This lies before the step before it.');
    before = at;
  }
};

/** Refused here already: a stream would be read in vain. */
const ensureType = ({ type }: ImportLine): void => {
  if (incidentTypeOf(type) === undefined)
    throw refusalOf({ type: 'UnknownIncidentType', code: type }, incidentProblems);
};

/** The external id of a line that may be unreadable otherwise, for its answer. */
export const externalIdOf = (value: unknown): string | null => {
  const externalId = z.object({ externalId: z.string().max(200) }).safeParse(value);
  return externalId.data?.externalId ?? null;
};

/** What a line brings in. @throws Problem naming what is wrong with it */
export const importedIncidentOf = (
  value: unknown,
  { districts, now }: Readonly<{ districts: DistrictIndex; now: string }>,
): ImportedIncident => {
  const { success, data: line, error } = ImportLine.safeParse(value);
  if (!success) throw invalidBody(error.issues);
  ensureOrder(line, now);
  ensureType(line);
  const { externalId, type, summary, location, reportedAt } = line;
  return {
    incident: {
      ...{ externalId, type, summary, reportedAt },
      location:
        location === undefined
          ? { longitude: null, latitude: null, address: null, district: OUTSIDE }
          : locationOf(districts, location),
      agency: line.agency ?? null,
      priority: line.priority ?? null,
    },
    resolvedAt: line.resolvedAt,
    closedAt: line.closedAt,
  };
};

/** The value of a line. @throws Problem when it is no JSON */
export const valueOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new Problem(genericProblems.malformedRequest, { detail: 'The line is no JSON.' });
  }
};
