import { DependencyAway } from './dependency-away.js';
import type { EventMetadata } from './event-metadata.js';

/** An event as it goes to the store; the id makes a repeated append recognisable. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

/** An event as the store gives it back; nothing in it has been checked against a schema yet. */
export interface StoredEvent {
  readonly id: string;
  readonly stream: string;
  /** Index in the stream, from 0. */
  readonly revision: bigint;
  /** Place in `$all`; grows strictly, has gaps. */
  readonly position: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  /** When the store took it, RFC 3339 UTC. */
  readonly storedAt: string;
}

/** The revision that the stream must have for an append to be taken. Never "any". */
export type ExpectedRevision = 'no-stream' | bigint;

export interface Appended {
  /** Revision of the last event. */
  readonly revision: bigint;
  /** Position of the last event. */
  readonly position: bigint;
}

/** Port to the store of truth. */
export interface EventStore {
  /** Events of a stream from a revision (inclusive, 0 by default) on; a missing stream has none.
   *  @throws StoreUnavailable, StreamGone */
  read(stream: string, from?: bigint): AsyncIterable<StoredEvent>;
  /** Appends all events or none.
   *  @throws RevisionConflict, OutcomeUnknown, StoreUnavailable (surely not written), StreamGone, AppendTooLarge */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended>;
}

/** DI token of the port. */
export const EVENT_STORE = Symbol('EventStore');

/** Somebody else appended first: the stream is not at the expected revision. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`${stream}: expected ${String(expected)}, found ${String(actual)}`);
    this.name = 'RevisionConflict';
  }
}

/** The append may or may not have been written (timeout, connection lost). */
export class OutcomeUnknown extends DependencyAway {
  constructor(stream: string, cause: unknown) {
    super(`${stream}: the outcome of an append is unknown`, { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** The store cannot be reached, or did not answer in time; nothing was written by this call. */
export class StoreUnavailable extends DependencyAway {
  constructor(cause: unknown) {
    super('the event store cannot be reached', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The stream was deleted for good (tombstone). */
export class StreamGone extends Error {
  constructor(readonly stream: string) {
    super(`${stream}: deleted for good`);
    this.name = 'StreamGone';
  }
}

/** The events of one append are larger than the store takes (1 MiB of data). */
export class AppendTooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
  ) {
    super(`${stream}: an append of ${String(bytes)} bytes is too large`);
    this.name = 'AppendTooLarge';
  }
}
