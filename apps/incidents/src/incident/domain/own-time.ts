import { type IncidentRejection } from './rejections.js';
import { type Incident } from './state.js';

/** The event's own time: the caller's where it gave one, else now. */
export const ownTime = (command: Readonly<{ now: string; occurredAt: string | null }>): string =>
  command.occurredAt ?? command.now;

/** Whether one time lies before another; RFC 3339 UTC of any precision. */
export const isBefore = (one: string, other: string): boolean => sortable(one) < sortable(other);

const sortable = (time: string): string => {
  const [whole = '', fraction = ''] = time.replace('Z', '').split('.');
  return `${whole.padEnd(19, ':00')}.${fraction.padEnd(9, '0')}`;
};

/** Refuses a caller's time before the incident's own beginning; a clock that is behind is no fault of the caller. */
export const timeRefusal = (
  occurredAt: string | null,
  { reportedAt }: Incident,
): IncidentRejection | undefined =>
  occurredAt !== null && isBefore(occurredAt, reportedAt)
    ? { type: 'OccurredBeforeReport', reportedAt }
    : undefined;
