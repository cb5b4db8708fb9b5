import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';
import { PublishedOutcome } from '../values.js';

/** An incident was dealt with. */
export const incidentResolvedV1 = integrationEvent({
  type: 'city.incidents.incident-resolved.v1',
  description: 'An incident was dealt with',
  data: z.strictObject({ ...incidentFacts, outcome: PublishedOutcome }),
  examples: [
    {
      ...later('4', '2026-11-24T15:20:00.000Z', { status: 'resolved', priority: 'P1' }),
      outcome: 'handled',
    },
  ],
});
export type IncidentResolvedV1 = DataOf<typeof incidentResolvedV1>;
