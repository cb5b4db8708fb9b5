import type { Batch, DecodedEvent, Processor, StoredEvent } from '@city/event-sourcing';
import type { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase, Tx } from '../connection/postgres-database.js';
import { loadRows, upsertRows } from './batch-writer.js';
import { keyText, type TableShape, type Values } from './table-shape.js';

/** An event as a projection sees it: decoded, with its place, its own time and the store's time. */
export type ProjectedEvent<Event> = DecodedEvent<Event> &
  Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position' | 'storedAt'> &
  Readonly<{ occurredAt: string }>;

/** A row with its guard: the runner sets the column that the table names. */
export type ProjectedRow = Values;

export interface Projection<Event, Row extends ProjectedRow> {
  /** `<app>.<name>`, the key of checkpoint and lock. */
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly table: TableShape;
  /** The key columns of the row that an event belongs to; a string where the key is one column;
   *  undefined when the event concerns no row. */
  readonly keyOf: (event: ProjectedEvent<Event>) => string | Values | undefined;
  /** Pure. The row after the event; undefined leaves it as it is. Never called for an event that the
   *  row has seen. The guard column need not be set. */
  readonly evolve: (row: Row | undefined, event: ProjectedEvent<Event>) => Row | undefined;
  /** @throws what the codec throws for an event that cannot be read */
  readonly decode: (stored: StoredEvent) => DecodedEvent<Event>;
}

export interface ProjectionParts {
  readonly database: PostgresDatabase;
  readonly checkpoints: PostgresCheckpoints;
}

const projected = <Event>(
  decode: (stored: StoredEvent) => DecodedEvent<Event>,
  stored: StoredEvent,
): ProjectedEvent<Event> => {
  const { event, metadata } = decode(stored);
  const { id, stream, revision, position, storedAt } = stored;
  const { occurredAt } = metadata;
  return { event, metadata, id, stream, revision, position, storedAt, occurredAt };
};

const keyed = <Event, Row extends ProjectedRow>(
  { table, keyOf, decode }: Projection<Event, Row>,
  events: readonly StoredEvent[],
): { key: Values; event: ProjectedEvent<Event> }[] =>
  events.flatMap((stored) => {
    const event = projected(decode, stored);
    const key = keyOf(event);
    if (key === undefined) return [];
    return [{ event, key: typeof key === 'string' ? { [table.key[0] ?? '']: key } : key }];
  });

/** Loads the rows of a batch with one statement, folds in memory and saves with one statement. */
export const applyEvents = async <Event, Row extends ProjectedRow>(
  tx: Tx,
  projection: Projection<Event, Row>,
  events: readonly StoredEvent[],
): Promise<void> => {
  const { table, evolve } = projection;
  const steps = keyed(projection, events);
  const before = await loadRows<Row>(
    tx,
    table,
    steps.map(({ key }) => key),
  );
  const rows = new Map(before.map((row) => [keyText(table, row), row]));
  const changed = new Map<string, Row>();
  for (const { key, event } of steps) {
    const text = keyText(table, key);
    const row = rows.get(text);
    const seen = row?.[table.revision];
    if (typeof seen === 'bigint' && event[table.revision] <= seen) continue;
    const next = evolve(row, event);
    if (next === undefined) continue;
    const guarded = { ...next, ...key, [table.revision]: event[table.revision] };
    rows.set(text, guarded);
    changed.set(text, guarded);
  }
  await upsertRows(tx, table, [...changed.values()]);
};

/** A projection as a processor: rows and checkpoint move in one transaction per batch. A batch that
 *  comes again changes nothing. */
export const projectionProcessor = <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  { database, checkpoints }: ProjectionParts,
): Processor => ({
  name: projection.name,
  prefixes: projection.prefixes,
  checkpoint: () => checkpoints.read(projection.name),
  process: ({ events, from, to }: Batch) =>
    database.transaction(async (tx) => {
      await applyEvents(tx, projection, events);
      await checkpoints.advance(tx, projection.name, from, to);
    }),
});
