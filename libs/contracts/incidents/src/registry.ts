import { eventRegistry, type EventRegistry, type IntegrationEvent } from '@city/contracts-envelope';
import { incidentReportedV1 } from './events/incident-reported.v1.js';
import { incidentCorrectedV1 } from './events/incident-corrected.v1.js';
import { incidentTriagedV1 } from './events/incident-triaged.v1.js';
import { incidentPriorityChangedV1 } from './events/incident-priority-changed.v1.js';
import { incidentResolvedV1 } from './events/incident-resolved.v1.js';
import { incidentClosedV1 } from './events/incident-closed.v1.js';
import { incidentCancelledV1 } from './events/incident-cancelled.v1.js';
import { incidentReopenedV1 } from './events/incident-reopened.v1.js';
import type { IncidentFacts } from './incident-facts.js';

/** The types of event on the topic of incidents. */
export const incidentEvents: readonly IntegrationEvent<string, IncidentFacts>[] = [
  incidentReportedV1,
  incidentCorrectedV1,
  incidentTriagedV1,
  incidentPriorityChangedV1,
  incidentResolvedV1,
  incidentClosedV1,
  incidentCancelledV1,
  incidentReopenedV1,
];

/** Every type of event that the incident service publishes. */
export const incidentsRegistry: EventRegistry = eventRegistry(...incidentEvents);
