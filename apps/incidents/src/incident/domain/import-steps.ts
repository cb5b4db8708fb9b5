import { accept, type Decision, reject } from '@city/event-sourcing';
import { type IncidentCommandData } from './commands.js';
import { type EventNamed } from './events.js';
import { isBefore, timeRefusal } from './own-time.js';
import { type IncidentRejection } from './rejections.js';
import { type Incident, isOpen } from './state.js';

const hasEnded = ({ status }: Incident): boolean => status === 'resolved' || status === 'closed';

/** An import resolves without triage; who resolved by hand was first. */
export const importResolution = (
  { resolvedAt }: IncidentCommandData['ImportResolution'],
  incident: Incident,
): Decision<EventNamed<'IncidentResolved'>, IncidentRejection> => {
  if (hasEnded(incident)) return accept();
  if (!isOpen(incident)) return reject({ type: 'IncidentNotOpen', status: incident.status });
  const refusal = timeRefusal(resolvedAt, incident);
  if (refusal !== undefined) return reject(refusal);
  const data = { outcome: 'imported', summary: null, resolvedAt } as const;
  return accept({ type: 'IncidentResolved', data });
};

export const importClosure = (
  { closedAt }: IncidentCommandData['ImportClosure'],
  { status, resolvedAt }: Incident,
): Decision<EventNamed<'IncidentClosed'>, IncidentRejection> => {
  if (status === 'closed') return accept();
  if (status !== 'resolved' || resolvedAt === null) {
    return reject({ type: 'IncidentNotResolved', status });
  }
  if (isBefore(closedAt, resolvedAt)) return reject({ type: 'ClosedBeforeResolution', resolvedAt });
  return accept({ type: 'IncidentClosed', data: { closedAt } });
};
