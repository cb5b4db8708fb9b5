import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';

/** A resolved, closed or cancelled incident is open again. */
export const incidentReopenedV1 = integrationEvent({
  type: 'city.incidents.incident-reopened.v1',
  description: 'A resolved, closed or cancelled incident is open again',
  data: z.strictObject(incidentFacts),
  examples: [later('6', '2026-11-24T17:30:00.000Z', { status: 'triaged', priority: 'P1' })],
});
export type IncidentReopenedV1 = DataOf<typeof incidentReopenedV1>;
