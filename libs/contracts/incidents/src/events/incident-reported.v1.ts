import { integrationEvent, type DataOf } from '@city/contracts-envelope';
import { z } from 'zod';
import { reportedExample } from '../examples.js';
import { incidentFacts } from '../incident-facts.js';

/** An incident was reported. */
export const incidentReportedV1 = integrationEvent({
  type: 'city.incidents.incident-reported.v1',
  description: 'An incident was reported',
  data: z.strictObject(incidentFacts),
  examples: [reportedExample],
});
export type IncidentReportedV1 = DataOf<typeof incidentReportedV1>;
