import { type CommandNamed, type IncidentCommandData } from '../commands.js';
import { type CancellationReason, type Priority, type ResolutionOutcome } from '../values.js';
import { at, imported, incidentId, reported } from './incident-events.js';

/** The command that the example event `reported` answers. */
export const reportWith = (
  data: Partial<IncidentCommandData['ReportIncident']> = {},
): CommandNamed<'ReportIncident'> => {
  const { category, agency, reportedAt, ...report } = reported.data;
  return {
    type: 'ReportIncident',
    data: { ...report, now: reportedAt, occurredAt: null, ...data },
  };
};

export const correct = (
  changes: IncidentCommandData['CorrectIncident']['changes'],
): CommandNamed<'CorrectIncident'> => ({
  type: 'CorrectIncident',
  data: { changes, reason: 'The caller rang again', now: at('10:02') },
});

export const triage = (
  priority: Priority,
  data: Partial<IncidentCommandData['TriageIncident']> = {},
): CommandNamed<'TriageIncident'> => ({
  type: 'TriageIncident',
  data: { priority, type: null, note: null, now: at('10:03'), ...data },
});

export const changePriority = (priority: Priority): CommandNamed<'ChangePriority'> => ({
  type: 'ChangePriority',
  data: { priority, reason: 'It spreads', now: at('10:05') },
});

export const addNote = (
  text: string,
  occurredAt: string | null = null,
): CommandNamed<'AddNote'> => ({
  type: 'AddNote',
  data: { text, now: at('10:06'), occurredAt },
});

export const resolve = (
  outcome: ResolutionOutcome,
  occurredAt: string | null = null,
): CommandNamed<'ResolveIncident'> => ({
  type: 'ResolveIncident',
  data: { outcome, summary: 'Burnt food, aired', now: at('10:40'), occurredAt },
});

export const close = (time = '11:00'): CommandNamed<'CloseIncident'> => ({
  type: 'CloseIncident',
  data: { now: at(time) },
});

export const cancel = (reason: CancellationReason): CommandNamed<'CancelIncident'> => ({
  type: 'CancelIncident',
  data: { reason, now: at('10:10') },
});

export const reopen: CommandNamed<'ReopenIncident'> = {
  type: 'ReopenIncident',
  data: { reason: 'It burns again', now: at('11:30') },
};

/** The command that the example event `imported` answers. */
export const importWith = (
  data: Partial<IncidentCommandData['ImportIncident']> = {},
): CommandNamed<'ImportIncident'> => {
  const { type, summary, location, agency, reportedAt } = imported.data;
  const line = { type, summary, location, agency, reportedAt, priority: null };
  return {
    type: 'ImportIncident',
    data: { incidentId, externalId: '63593076', ...line, ...data },
  };
};

export const importResolution = (time: string): CommandNamed<'ImportResolution'> => ({
  type: 'ImportResolution',
  data: { resolvedAt: at(time) },
});

export const importClosure = (time: string): CommandNamed<'ImportClosure'> => ({
  type: 'ImportClosure',
  data: { closedAt: at(time) },
});
