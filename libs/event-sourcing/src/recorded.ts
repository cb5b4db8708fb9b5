import type { EventMetadata } from './event-metadata.js';

/** A decoded event with its place and its times (RFC 3339 UTC). "Effective by t" and "recorded by t" are
 *  always prefixes of the stream. */
export interface Recorded<Event> {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly event: Event;
  readonly metadata: EventMetadata;
  /** Own time: the caller's where it gave one, else the command's `now`. */
  readonly occurredAt: string;
  /** The later of the own time and the effective time of the event before it. */
  readonly effectiveAt: string;
  /** The latest of the store's time, the own time and the recorded time of the event before it. */
  readonly recordedAt: string;
}

/** A stream folded up to one of its events. */
export interface Folded<State> {
  readonly state: State;
  /** Revision of the last event folded; -1n = no event. */
  readonly revision: bigint;
  /** Position of the last event folded; -1n = no event. */
  readonly position: bigint;
  readonly effectiveAt: string | null;
  readonly recordedAt: string | null;
}
