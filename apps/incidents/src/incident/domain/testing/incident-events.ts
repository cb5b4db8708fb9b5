import { type EventNamed } from '../events.js';
import { type CancellationReason, type Priority, type ResolutionOutcome } from '../values.js';

export const incidentId = '7b2e3c1a-54f0-4c58-9a55-0f1d2c3b4a59';

/** A time of the day of the examples, from 'HH:MM'. */
export const at = (time: string): string => `2026-03-01T${time}:00.000Z`;

/** A structure fire in the industrial park, by phone, at 10:00; whatever else matters is named by the test. */
export const reportedWith = (
  data: Partial<EventNamed<'IncidentReported'>['data']>,
): EventNamed<'IncidentReported'> => ({
  type: 'IncidentReported',
  data: {
    incidentId,
    type: 'structure-fire',
    category: 'fire',
    priority: 'P2',
    summary: 'Smoke from the 3rd floor',
    description: 'Grey smoke, nobody at the windows',
    location: {
      longitude: 120.7213,
      latitude: 31.3264,
      address: 'Xinghu St 328',
      district: '320576',
    },
    source: { channel: 'phone', reference: 'call-8841' },
    agency: null,
    reporter: { keyId: '0d1c7c86-4b8e-4f3e-8f0e-6f6a1f0a7a11', sealed: 'c2VhbGVk' },
    reportedAt: at('10:00'),
    ...data,
  },
});

export const reported = reportedWith({});

/** A dead animal that another system reported at 08:00. */
export const imported = reportedWith({
  type: 'dead-animal',
  category: 'environment',
  priority: 'P4',
  summary: 'Dead bird on the pavement',
  description: null,
  location: { longitude: null, latitude: null, address: null, district: 'outside' },
  source: { channel: 'import', reference: '63593076' },
  agency: 'DSNY',
  reporter: null,
  reportedAt: at('08:00'),
});

export const correctedTo = (
  changes: EventNamed<'IncidentCorrected'>['data']['changes'],
): EventNamed<'IncidentCorrected'> => ({
  type: 'IncidentCorrected',
  data: { changes, reason: 'The caller rang again', correctedAt: at('10:02') },
});

export const triagedAs = (
  priority: Priority,
  data: Partial<EventNamed<'IncidentTriaged'>['data']> = {},
): EventNamed<'IncidentTriaged'> => ({
  type: 'IncidentTriaged',
  data: {
    priority,
    type: 'structure-fire',
    category: 'fire',
    note: null,
    triagedAt: at('10:03'),
    ...data,
  },
});

export const triaged = triagedAs('P2');

export const priorityChanged = (
  previousPriority: Priority,
  priority: Priority,
): EventNamed<'IncidentPriorityChanged'> => ({
  type: 'IncidentPriorityChanged',
  data: { priority, previousPriority, reason: 'It spreads', changedAt: at('10:05') },
});

export const noteAdded = (text: string, time = '10:06'): EventNamed<'IncidentNoteAdded'> => ({
  type: 'IncidentNoteAdded',
  data: { text, addedAt: at(time) },
});

export const resolvedAs = (
  outcome: ResolutionOutcome,
  time = '10:40',
): EventNamed<'IncidentResolved'> => ({
  type: 'IncidentResolved',
  data: { outcome, summary: 'Burnt food, aired', resolvedAt: at(time) },
});

export const resolved = resolvedAs('handled');

export const importResolvedAt = (time: string): EventNamed<'IncidentResolved'> => ({
  type: 'IncidentResolved',
  data: { outcome: 'imported', summary: null, resolvedAt: at(time) },
});

export const closedAt = (time: string): EventNamed<'IncidentClosed'> => ({
  type: 'IncidentClosed',
  data: { closedAt: at(time) },
});

export const closed = closedAt('11:00');

export const cancelledAs = (reason: CancellationReason): EventNamed<'IncidentCancelled'> => ({
  type: 'IncidentCancelled',
  data: { reason, cancelledAt: at('10:10') },
});

export const cancelled = cancelledAs('false-alarm');

export const reopenedAs = (status: 'reported' | 'triaged'): EventNamed<'IncidentReopened'> => ({
  type: 'IncidentReopened',
  data: { status, reason: 'It burns again', reopenedAt: at('11:30') },
});
