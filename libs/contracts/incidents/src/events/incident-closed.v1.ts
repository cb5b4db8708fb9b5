import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';

/** A supervisor closed a resolved incident. */
export const incidentClosedV1 = integrationEvent({
  type: 'city.incidents.incident-closed.v1',
  description: 'A supervisor closed a resolved incident',
  data: z.strictObject(incidentFacts),
  examples: [later('5', '2026-11-24T16:00:00.000Z', { status: 'closed', priority: 'P1' })],
});
export type IncidentClosedV1 = DataOf<typeof incidentClosedV1>;
