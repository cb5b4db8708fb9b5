import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';

/** Type, place or text of an incident was corrected. */
export const incidentCorrectedV1 = integrationEvent({
  type: 'city.incidents.incident-corrected.v1',
  description: 'Type, place or text of an incident was corrected',
  data: z.strictObject(incidentFacts),
  examples: [
    later('1', '2026-11-24T14:04:10.000Z', { point: { longitude: 120.7215, latitude: 31.3266 } }),
  ],
});
export type IncidentCorrectedV1 = DataOf<typeof incidentCorrectedV1>;
