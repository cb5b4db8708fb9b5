import type { StoredEvent } from './event-store.js';

const placeOf = ({ stream, revision, type }: StoredEvent): string =>
  `${stream}@${String(revision)} (${type})`;

/** The stored type is not in the table of schemas: written by a newer build, or by somebody else. */
export class UnknownEventType extends Error {
  constructor(readonly stored: StoredEvent) {
    super(`${placeOf(stored)}: unknown event type`);
    this.name = 'UnknownEventType';
  }
}

/** The event was written by a newer build; read as today's shape it might pass by luck. */
export class NewerSchema extends Error {
  constructor(
    readonly stored: StoredEvent,
    /** The schema version of the stored event. */
    readonly found: number,
    /** The newest schema version that this build can read. */
    readonly known: number,
  ) {
    super(`${placeOf(stored)}: schema version ${String(found)}, this build knows ${String(known)}`);
    this.name = 'NewerSchema';
  }
}

/** Type and version are known, yet data or metadata do not match the schema, or an upcaster failed. */
export class UnreadableEvent extends Error {
  constructor(
    readonly stored: StoredEvent,
    cause: unknown,
  ) {
    super(`${placeOf(stored)}: cannot be read`, { cause });
    this.name = 'UnreadableEvent';
  }
}
