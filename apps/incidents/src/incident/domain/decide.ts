import { accept, type Decision, reject } from '@city/event-sourcing';
import { importReport, report } from './beginnings.js';
import { type CommandNamed, type IncidentCommandData } from './commands.js';
import { correct, typeChange } from './correction.js';
import { importClosure, importResolution } from './import-steps.js';
import { type IncidentEvent } from './events.js';
import { ownTime, timeRefusal } from './own-time.js';
import { type IncidentRejection } from './rejections.js';
import { type Incident, type IncidentState, isOpen } from './state.js';

export type IncidentDecision = Decision<IncidentEvent, IncidentRejection>;

type Commands = IncidentCommandData;

const triage = (data: Commands['TriageIncident'], incident: Incident): IncidentDecision => {
  const { priority, note, now } = data;
  const { status } = incident;
  if (status !== 'reported') return reject({ type: 'IncidentNotReported', status });
  const typed = typeChange(data.type, incident);
  if (typed === undefined) return reject({ type: 'UnknownIncidentType', code: data.type ?? '' });
  return accept({ type: 'IncidentTriaged', data: { priority, ...typed, note, triagedAt: now } });
};

const changePriority = (
  { priority, reason, now }: Commands['ChangePriority'],
  incident: Incident,
): IncidentDecision => {
  const { status, priority: previousPriority } = incident;
  if (!isOpen(incident)) return reject({ type: 'IncidentNotOpen', status });
  if (priority === previousPriority) return accept();
  const data = { priority, previousPriority, reason, changedAt: now };
  return accept({ type: 'IncidentPriorityChanged', data });
};

const addNote = (data: Commands['AddNote'], incident: Incident): IncidentDecision => {
  if (incident.status === 'cancelled') return reject({ type: 'IncidentCancelled' });
  const refusal = timeRefusal(data.occurredAt, incident);
  if (refusal !== undefined) return reject(refusal);
  return accept({ type: 'IncidentNoteAdded', data: { text: data.text, addedAt: ownTime(data) } });
};

const resolve = (data: Commands['ResolveIncident'], incident: Incident): IncidentDecision => {
  const { outcome, summary } = data;
  const { status } = incident;
  if (!isOpen(incident)) return reject({ type: 'IncidentNotOpen', status });
  if (status === 'reported') return reject({ type: 'IncidentNotTriaged', status });
  const refusal = timeRefusal(data.occurredAt, incident);
  if (refusal !== undefined) return reject(refusal);
  const resolvedAt = ownTime(data);
  return accept({ type: 'IncidentResolved', data: { outcome, summary, resolvedAt } });
};

const close = ({ now }: Commands['CloseIncident'], { status }: Incident): IncidentDecision =>
  status === 'resolved'
    ? accept({ type: 'IncidentClosed', data: { closedAt: now } })
    : reject({ type: 'IncidentNotResolved', status });

const cancel = (
  { reason, now }: Commands['CancelIncident'],
  incident: Incident,
): IncidentDecision =>
  isOpen(incident)
    ? accept({ type: 'IncidentCancelled', data: { reason, cancelledAt: now } })
    : reject({ type: 'IncidentNotOpen', status: incident.status });

const reopen = (
  { reason, now }: Commands['ReopenIncident'],
  incident: Incident,
): IncidentDecision => {
  if (isOpen(incident)) return reject({ type: 'IncidentOpen', status: incident.status });
  const status = incident.wasTriaged ? 'triaged' : 'reported';
  return accept({ type: 'IncidentReopened', data: { status, reason, reopenedAt: now } });
};

type Decide<Data, State> = (data: Data, state: State) => IncidentDecision;

/** Everything but a report needs an incident. */
const once =
  <Data>(decision: Decide<Data, Incident>): Decide<Data, IncidentState> =>
  (data, state) =>
    state.status === 'unknown' ? reject({ type: 'IncidentUnknown' }) : decision(data, state);

const decisions: { readonly [T in keyof Commands]: Decide<Commands[T], IncidentState> } = {
  ReportIncident: report,
  CorrectIncident: once(correct),
  TriageIncident: once(triage),
  ChangePriority: once(changePriority),
  AddNote: once(addNote),
  ResolveIncident: once(resolve),
  CloseIncident: once(close),
  CancelIncident: once(cancel),
  ReopenIncident: once(reopen),
  ImportIncident: importReport,
  ImportResolution: once(importResolution),
  ImportClosure: once(importClosure),
};

export const decide = <T extends keyof Commands>(
  command: CommandNamed<T>,
  state: IncidentState,
): IncidentDecision => decisions[command.type](command.data, state);
