import { type StoredEvent } from '../log/event-entry.js';
import { type EventStore } from './event-store.js';
import { firstShown } from './stream-record.js';

/** The part of a stream that readers may see now. */
export interface ReadableStream {
  readonly ordinals: readonly number[];
  /** First revision that is shown. */
  readonly first: number;
  /** Revision after the last one. */
  readonly end: number;
  /** Events older than this are hidden, in ms since 1970. */
  readonly notBeforeMs: number;
}

/** Undefined for a stream that was never written to or is softly deleted. A tombstone is not looked at. */
export const readableStream = (store: EventStore, name: string): ReadableStream | undefined => {
  const record = store.streamOf(name);
  if (record === undefined) return undefined;
  const { count, limits } = record.visible;
  if (count === 0 || limits.softDeleted) return undefined;
  const notBeforeMs = limits.maxAgeMs === undefined ? -Infinity : Date.now() - limits.maxAgeMs;
  return { ordinals: record.ordinals, first: firstShown(record.visible), end: count, notBeforeMs };
};

export const isYoungEnough = (stream: ReadableStream, event: StoredEvent): boolean =>
  event.createdMs >= stream.notBeforeMs;
