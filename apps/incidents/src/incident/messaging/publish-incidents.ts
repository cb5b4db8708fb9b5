import type { Recorded } from '@city/event-sourcing';
import { cityEvent, type CityEvent, type IntegrationEvent } from '@city/contracts-envelope';
import {
  incidentCancelledV1,
  incidentClosedV1,
  incidentCorrectedV1,
  incidentPriorityChangedV1,
  incidentReopenedV1,
  incidentReportedV1,
  incidentResolvedV1,
  incidentTriagedV1,
  INCIDENTS_SOURCE,
  publishedReference,
  type IncidentFacts,
} from '@city/contracts-incidents';
import type { EventNamed, IncidentEvent, IncidentEventData } from '../domain/events.js';
import type { Incident } from '../domain/state.js';

/** An event of an incident and the incident after it. */
export interface Happening {
  readonly recorded: Recorded<IncidentEvent>;
  readonly incident: Incident;
}

type Point = IncidentFacts['point'];

const pointOf = ({ longitude, latitude }: Incident['location']): Point =>
  longitude === null || latitude === null ? null : { longitude, latitude };

/** What every event tells: the state after it, without free text and without persons. */
const factsOf = ({ recorded, incident }: Happening): IncidentFacts => {
  const { id, status, type, category, priority, location, source, agency } = incident;
  return {
    ...{ id, status, type, category, priority, agency },
    revision: String(recorded.revision),
    occurredAt: recorded.occurredAt,
    recordedAt: recorded.recordedAt,
    district: location.district,
    point: pointOf(location),
    channel: source.channel,
    reference: publishedReference(source.channel, source.reference),
  };
};

type Publish = <Data>(definition: IntegrationEvent<string, Data>, data: Data) => CityEvent;

const publishAs =
  ({ recorded, incident }: Happening, publicUrl: string): Publish =>
  (definition, data) => {
    const { id, occurredAt, recordedAt, position, metadata } = recorded;
    const { correlationId, causationId } = metadata;
    const dataSchema = `${publicUrl}/schemas/${definition.type}.json`;
    const facts = {
      ...{ id, occurredAt, recordedAt, position, correlationId, causationId, dataSchema },
      source: INCIDENTS_SOURCE,
      subject: incident.id,
    };
    return cityEvent(definition, facts, data);
  };

type Tell<T extends keyof IncidentEventData> = (
  publish: Publish,
  facts: IncidentFacts,
  data: IncidentEventData[T],
) => CityEvent | undefined;

const tellings: { readonly [T in keyof IncidentEventData]: Tell<T> } = {
  IncidentReported: (publish, facts) => publish(incidentReportedV1, facts),
  IncidentCorrected: (publish, facts) => publish(incidentCorrectedV1, facts),
  IncidentTriaged: (publish, facts) => publish(incidentTriagedV1, facts),
  IncidentPriorityChanged: (publish, facts, { previousPriority }) =>
    publish(incidentPriorityChangedV1, { ...facts, previousPriority }),
  IncidentResolved: (publish, facts, { outcome }) =>
    publish(incidentResolvedV1, { ...facts, outcome }),
  IncidentClosed: (publish, facts) => publish(incidentClosedV1, facts),
  IncidentCancelled: (publish, facts, { reason }) =>
    publish(incidentCancelledV1, { ...facts, reason }),
  IncidentReopened: (publish, facts) => publish(incidentReopenedV1, facts),
  // Free text, and nobody outside needs it.
  IncidentNoteAdded: () => undefined,
};

const tell = <T extends keyof IncidentEventData>(
  { type, data }: EventNamed<T>,
  publish: Publish,
  facts: IncidentFacts,
): CityEvent | undefined => tellings[type](publish, facts, data);

/** What others may know of a stored event; undefined = nothing. `publicUrl` is what links begin with. */
export const publishIncident = (happening: Happening, publicUrl: string): CityEvent | undefined =>
  tell(happening.recorded.event, publishAs(happening, publicUrl), factsOf(happening));
