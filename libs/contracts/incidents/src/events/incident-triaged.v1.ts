import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';

/** A dispatcher judged an incident. */
export const incidentTriagedV1 = integrationEvent({
  type: 'city.incidents.incident-triaged.v1',
  description: 'A dispatcher judged an incident',
  data: z.strictObject(incidentFacts),
  examples: [later('2', '2026-11-24T14:05:00.000Z', { status: 'triaged' })],
});
export type IncidentTriagedV1 = DataOf<typeof incidentTriagedV1>;
