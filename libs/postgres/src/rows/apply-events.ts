import type { StoredEvent, StreamSieve } from '@city/event-sourcing';
import type { Tx } from '../connection/postgres-database.js';
import { loadRows, upsertRows } from './batch-writer.js';
import type { ProjectedEvent, ProjectedRow, Projection } from './projection.js';
import { keyText, type Values } from './table-shape.js';

interface Step<Event> {
  readonly stored: StoredEvent;
  readonly key: Values;
  readonly event: ProjectedEvent<Event>;
}

/** The event and the key of its row; undefined when it concerns none. */
const stepOf = <Event, Row extends ProjectedRow>(
  { table, keyOf, decode }: Projection<Event, Row>,
  stored: StoredEvent,
): Step<Event> | undefined => {
  const { event: body, metadata } = decode(stored);
  const { id, stream, revision, position, storedAt } = stored;
  const { occurredAt } = metadata;
  const event = { event: body, metadata, id, stream, revision, position, storedAt, occurredAt };
  const key = keyOf(event);
  if (key === undefined) return undefined;
  return { stored, event, key: typeof key === 'string' ? { [table.key[0] ?? '']: key } : key };
};

/** What `work` gives, unless the stream waits, or the event fails by itself: then its stream waits. */
const sieved = <T>(sieve: StreamSieve, stored: StoredEvent, work: () => T): T | undefined => {
  if (sieve.holdsBack(stored)) return undefined;
  try {
    return work();
  } catch (error) {
    sieve.setAside(stored, error);
    return undefined;
  }
};

/** Loads the rows of a batch with one statement, folds in memory and saves with one statement. */
export const applyEvents = async <Event, Row extends ProjectedRow>(
  tx: Tx,
  projection: Projection<Event, Row>,
  events: readonly StoredEvent[],
  sieve: StreamSieve,
): Promise<void> => {
  const { table } = projection;
  const steps = events
    .map((stored) => sieved(sieve, stored, () => stepOf(projection, stored)))
    .filter((step) => step !== undefined);
  const keys = steps.map(({ key }) => key);
  const before = await loadRows<Row>(tx, table, keys);
  const rows = new Map(before.map((row) => [keyText(table, row), row]));
  const changed = new Map<string, Row>();
  // Not the sieve: that also knows streams that wait from a later event of this batch on.
  const failed = new Set<string>();
  for (const step of steps) {
    if (failed.has(step.stored.stream)) continue;
    const text = keyText(table, step.key);
    try {
      const next = rowAfter(projection, rows.get(text), step);
      if (next === undefined) continue;
      rows.set(text, next);
      changed.set(text, next);
    } catch (error) {
      sieve.setAside(step.stored, error);
      failed.add(step.stored.stream);
    }
  }
  await upsertRows(tx, table, [...changed.values()]);
};

/** The row after the event; undefined when it stays as it is. */
const rowAfter = <Event, Row extends ProjectedRow>(
  { table, evolve }: Projection<Event, Row>,
  row: Row | undefined,
  { event, key }: Step<Event>,
): Row | undefined => {
  const seen = row?.[table.revision];
  if (typeof seen === 'bigint' && event[table.revision] <= seen) return undefined;
  const next = evolve(row, event);
  return next && { ...next, ...key, [table.revision]: event[table.revision] };
};

/** Data exceptions (22), broken constraints (23) and program limits (54) are the row's fault; everything
 *  else is the program's or the database's. */
const DATA_ERROR = /^(22|23|54)/;

export const isDataError = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  DATA_ERROR.test(error.code);

/** Event by event, for a batch with a row that the database refuses: finds out whose it is. Slow. */
export const applyOneByOne = async <Event, Row extends ProjectedRow>(
  tx: Tx,
  projection: Projection<Event, Row>,
  events: readonly StoredEvent[],
  sieve: StreamSieve,
): Promise<void> => {
  for (const stored of events) {
    if (sieve.holdsBack(stored)) continue;
    await tx.query('savepoint event');
    try {
      await applyEvents(tx, projection, [stored], sieve);
      await tx.query('release savepoint event');
    } catch (error) {
      if (!isDataError(error)) throw error;
      await tx.query('rollback to savepoint event');
      sieve.setAside(stored, error);
    }
  }
};
