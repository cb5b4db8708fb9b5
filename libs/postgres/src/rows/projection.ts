import type { DecodedEvent, StoredEvent } from '@city/event-sourcing';
import type { TableShape, Values } from './table-shape.js';

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
