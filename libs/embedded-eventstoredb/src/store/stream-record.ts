import { NO_EVENTS } from './expectation.js';
import { METADATA_STREAM_LIMITS, NO_LIMITS, type StreamLimits } from './stream-limits.js';

const METADATA_PREFIX = '$$';

export const isMetadataStream = (name: string): boolean => name.startsWith(METADATA_PREFIX);
export const metadataStreamOf = (name: string): string => METADATA_PREFIX + name;
export const targetOf = (metadataStream: string): string =>
  metadataStream.slice(METADATA_PREFIX.length);

/** A state of a stream: as the next append meets it, or as readers see it. */
export interface StreamState {
  /** Events with a revision of their own; a tombstone is not counted. */
  count: number;
  limits: StreamLimits;
  /** Ordinal of the tombstone. */
  tombstone: number | undefined;
}

/** What is known of a stream. `accepted` runs ahead of `visible` by what is not durable yet. */
export interface StreamRecord {
  readonly name: string;
  /** Ordinal in the log of each revision. */
  readonly ordinals: number[];
  readonly accepted: StreamState;
  readonly visible: StreamState;
}

export const newStreamRecord = (name: string): StreamRecord => {
  const limits = isMetadataStream(name) ? METADATA_STREAM_LIMITS : NO_LIMITS;
  const state = (): StreamState => ({ count: 0, limits, tombstone: undefined });
  return { name, ordinals: [], accepted: state(), visible: state() };
};

export const lastRevision = (state: StreamState): number =>
  state.count === 0 ? NO_EVENTS : state.count - 1;

/** First revision that the limits let through, by number; age is looked at event by event. */
export const firstShown = ({ count, limits }: StreamState): number =>
  Math.max(limits.truncateBefore ?? 0, limits.maxCount === undefined ? 0 : count - limits.maxCount);
