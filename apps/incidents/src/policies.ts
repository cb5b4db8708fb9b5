import { allow, readable, type Policies } from '@city/http';

/** Who may use which route. A route that is missing here is refused, and a test fails. */
export const policies: Policies = {
  ...readable(
    '/v1/incident-types',
    '/v1/districts',
    '/v1/incidents',
    '/v1/incidents/count',
    '/v1/incidents/:incidentId',
    '/v1/incidents/:incidentId/timeline',
  ),
  'POST /v1/incidents': allow('operator', 'gateway'),
  'POST /v1/incidents/import': allow('admin'),
  'POST /v1/incidents/:incidentId/correction': allow('operator'),
  'POST /v1/incidents/:incidentId/triage': allow('dispatcher'),
  'POST /v1/incidents/:incidentId/priority': allow('dispatcher'),
  'POST /v1/incidents/:incidentId/notes': allow('operator'),
  'POST /v1/incidents/:incidentId/resolution': allow('dispatcher'),
  'POST /v1/incidents/:incidentId/closure': allow('supervisor'),
  'POST /v1/incidents/:incidentId/cancellation': allow('dispatcher'),
  'POST /v1/incidents/:incidentId/reopening': allow('supervisor'),
  'GET /v1/incidents/:incidentId/reporter': allow('dispatcher'),
};
