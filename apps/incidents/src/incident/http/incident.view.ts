import type { Folded } from '@city/event-sourcing';
import type { Incident } from '../domain/state.js';
import type { IncidentView } from './incident.responses.js';

/** An incident as it is shown: never who reported it. The members come in the order of the documentation. */
export const incidentView = ({ state, revision, effectiveAt }: Folded<Incident>): IncidentView => {
  const { id, status, type, category, priority, summary, description, ...rest } = state;
  const { location, source, agency, hasReporter, reportedAt, triagedAt, ...end } = rest;
  const { resolvedAt, closedAt, outcome, escalationLevel, noteCount } = end;
  return {
    id,
    revision: String(revision),
    ...{ status, type, category, priority, summary, description },
    location: placeView(location),
    ...{ source, agency, hasReporter, reportedAt, triagedAt, resolvedAt, closedAt },
    updatedAt: effectiveAt ?? reportedAt,
    ...{ outcome, escalationLevel, noteCount },
    clocks: [],
    dispatches: [],
    links: [],
    mergedInto: null,
    mergedFrom: [],
  };
};

const placeView = ({
  longitude,
  latitude,
  address,
  district,
}: Incident['location']): Incident['location'] => ({ longitude, latitude, address, district });
