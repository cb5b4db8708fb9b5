import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';
import { PublishedCancellationReason } from '../values.js';

/** An open incident was cancelled. */
export const incidentCancelledV1 = integrationEvent({
  type: 'city.incidents.incident-cancelled.v1',
  description: 'An open incident was cancelled',
  data: z.strictObject({ ...incidentFacts, reason: PublishedCancellationReason }),
  examples: [
    { ...later('1', '2026-11-24T14:10:00.000Z', { status: 'cancelled' }), reason: 'false-alarm' },
  ],
});
export type IncidentCancelledV1 = DataOf<typeof incidentCancelledV1>;
