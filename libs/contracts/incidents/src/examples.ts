import type { IncidentFacts } from './incident-facts.js';

/** The incident of the examples, as it was reported. */
export const reportedExample: IncidentFacts = {
  id: '6f1c1f2e-6b0a-5f7e-9a53-0d6c3c1f7a10',
  revision: '0',
  occurredAt: '2026-11-24T14:03:07.412Z',
  recordedAt: '2026-11-24T14:03:07.431Z',
  status: 'reported',
  type: 'structure-fire',
  category: 'fire',
  priority: 'P2',
  district: '320505',
  point: { longitude: 120.7213, latitude: 31.3264 },
  channel: 'phone',
  reference: null,
  agency: null,
};

/** The same incident later. */
export const later = (
  revision: string,
  time: string,
  changes: Partial<IncidentFacts>,
): IncidentFacts => ({
  ...reportedExample,
  revision,
  occurredAt: time,
  recordedAt: time,
  ...changes,
});
