import { type EventNamed, type IncidentEvent, type IncidentEventData } from './events.js';
import { type Incident, type IncidentState } from './state.js';

type Step<T extends keyof IncidentEventData> = (
  data: IncidentEventData[T],
  incident: Incident,
) => Incident;

const reported = ({ incidentId, ...data }: IncidentEventData['IncidentReported']): Incident => ({
  ...data,
  id: incidentId,
  status: 'reported',
  hasReporter: data.reporter !== null,
  triagedAt: null,
  wasTriaged: false,
  resolvedAt: null,
  closedAt: null,
  outcome: null,
  escalationLevel: 0,
  noteCount: 0,
});

/** Without members that are undefined, which would overwrite what stands. The cast: Object.fromEntries
 *  forgets which key goes with which value. */
const present = <T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const steps: { readonly [T in keyof IncidentEventData]: Step<T> } = {
  IncidentReported: reported,
  IncidentCorrected: ({ changes }, incident) => ({ ...incident, ...present(changes) }),
  IncidentTriaged: ({ priority, type, category, triagedAt }, incident) => ({
    ...incident,
    status: 'triaged',
    wasTriaged: true,
    priority,
    type,
    category,
    triagedAt,
  }),
  IncidentPriorityChanged: ({ priority }, incident) => ({ ...incident, priority }),
  IncidentNoteAdded: (_, incident) => ({ ...incident, noteCount: incident.noteCount + 1 }),
  IncidentResolved: ({ outcome, resolvedAt }, incident) => ({
    ...incident,
    status: 'resolved',
    outcome,
    resolvedAt,
  }),
  IncidentClosed: ({ closedAt }, incident) => ({ ...incident, status: 'closed', closedAt }),
  IncidentCancelled: (_, incident) => ({ ...incident, status: 'cancelled' }),
  IncidentReopened: ({ status }, incident) => ({
    ...incident,
    status,
    outcome: null,
    resolvedAt: null,
    closedAt: null,
  }),
};

const step = <T extends keyof IncidentEventData>(
  event: EventNamed<T>,
  incident: Incident,
): Incident => steps[event.type](event.data, incident);

/** The incident after an event. Before the report there is nothing that another event could change. */
export const evolve = (state: IncidentState, event: IncidentEvent): IncidentState => {
  if (event.type === 'IncidentReported') return reported(event.data);
  return state.status === 'unknown' ? state : step(event, state);
};
