import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { later } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';
import { PublishedPriority } from '../values.js';

/** The priority of an incident changed. */
export const incidentPriorityChangedV1 = integrationEvent({
  type: 'city.incidents.incident-priority-changed.v1',
  description: 'The priority of an incident changed',
  data: z.strictObject({ ...incidentFacts, previousPriority: PublishedPriority }),
  examples: [
    {
      ...later('3', '2026-11-24T14:06:30.000Z', { status: 'triaged', priority: 'P1' }),
      previousPriority: 'P2',
    },
  ],
});
export type IncidentPriorityChangedV1 = DataOf<typeof incidentPriorityChangedV1>;
