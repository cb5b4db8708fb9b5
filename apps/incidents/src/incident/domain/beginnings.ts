import { accept, type Decision, reject } from '@city/event-sourcing';
import { type IncidentCommandData } from './commands.js';
import { type EventNamed } from './events.js';
import { incidentTypeOf } from './incident-types/catalogue.js';
import { ownTime } from './own-time.js';
import { type IncidentRejection } from './rejections.js';
import { type IncidentState } from './state.js';

type Beginning = Decision<EventNamed<'IncidentReported'>, IncidentRejection>;
type Report = EventNamed<'IncidentReported'>['data'];
type Draft = Omit<Report, 'category' | 'priority'> &
  Readonly<{ priority: Report['priority'] | null }>;

/** The first event of a stream; a type that the catalogue does not know is refused. */
const begin = (draft: Draft, state: IncidentState): Beginning => {
  if (state.status !== 'unknown') return reject({ type: 'IncidentAlreadyReported' });
  const type = incidentTypeOf(draft.type);
  if (type === undefined) return reject({ type: 'UnknownIncidentType', code: draft.type });
  const { category, defaultPriority } = type;
  const priority = draft.priority ?? defaultPriority;
  return accept({ type: 'IncidentReported', data: { ...draft, category, priority } });
};

export const report = (
  { now, occurredAt, ...data }: IncidentCommandData['ReportIncident'],
  state: IncidentState,
): Beginning => begin({ ...data, agency: null, reportedAt: ownTime({ now, occurredAt }) }, state);

export const importReport = (
  { externalId, ...data }: IncidentCommandData['ImportIncident'],
  state: IncidentState,
): Beginning =>
  begin(
    {
      ...data,
      description: null,
      source: { channel: 'import', reference: externalId },
      reporter: null,
    },
    state,
  );
