import { DependencyAway } from '@city/event-sourcing';

/** Postgres cannot be reached, is starting or stopping, or did not answer in time. For a transaction
 *  that was being committed the outcome is unknown; it is either wholly there or not at all. */
export class DatabaseUnavailable extends DependencyAway {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

const CODES: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
  // too_many_connections; query_canceled (statement timeout); lock_not_available
  ...['53300', '57014', '55P03'],
  // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout
  ...['57P01', '57P02', '57P03', '57P05'],
  // idle_in_transaction_session_timeout
  '25P03',
]);

/** What pg throws without a code: its own deadlines, and connections that ended under it. */
const MESSAGES = [
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
];

const isConnectionError = ({ code, message }: { code?: unknown; message?: unknown }): boolean =>
  CODES.has(code) ||
  // Class 08: connection exceptions.
  (typeof code === 'string' && code.length === 5 && code.startsWith('08')) ||
  (typeof message === 'string' && MESSAGES.some((start) => message.startsWith(start)));

/** Whether an error says that the database is away rather than that a statement is wrong. */
export const isUnavailable = (error: unknown): boolean => {
  if (error instanceof DatabaseUnavailable) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return error instanceof Error && isConnectionError(error);
};

/** The error as callers are to see it. */
export const typed = (error: unknown): unknown =>
  isUnavailable(error) && !(error instanceof DatabaseUnavailable)
    ? new DatabaseUnavailable(error)
    : error;
