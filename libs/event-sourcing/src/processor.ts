import type { StoredEvent } from './event-store.js';

/** What a feed says, in `$all` order. */
export type FeedItem =
  | Readonly<{ kind: 'event'; event: StoredEvent }>
  /** Everything up to here that matches has been given; safe to save as a checkpoint. */
  | Readonly<{ kind: 'position'; position: bigint }>
  /** History has been given; what follows is live. */
  | Readonly<{ kind: 'caught-up' }>;

/** Port to the store's `$all`, filtered on the server by stream-name prefixes. */
export interface EventFeed {
  /** Endless; ends only by `signal` (quietly) or by an error (connection lost, dropped as too slow).
   *  `after` is exclusive; undefined = from the beginning. Pulled: nothing is read ahead without limit. */
  subscribe(
    options: Readonly<{
      prefixes: readonly string[];
      after: bigint | undefined;
      signal: AbortSignal;
    }>,
  ): AsyncIterable<FeedItem>;
}

/** DI token of the port. */
export const EVENT_FEED = Symbol('EventFeed');

/** Neighbours in `$all` that are handled in one step. */
export interface Batch {
  readonly events: readonly StoredEvent[];
  /** The checkpoint that the step starts from: compare-and-set against it. */
  readonly from: bigint | undefined;
  /** The checkpoint after the step. */
  readonly to: bigint;
}

/** A subscription with a checkpoint and a handler: projection, publisher or reactor. */
export interface Processor {
  /** `<app>.<name>`, the key of checkpoint and lock. */
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly checkpoint: () => Promise<bigint | undefined>;
  /** Handles the batch and moves the checkpoint from `from` to `to`; throws CheckpointMoved when another runner did. */
  readonly process: (batch: Batch) => Promise<void>;
  /** Between batches, about once a second, once there is a checkpoint: `at`. Replays streams set aside. */
  readonly tend?: (at: bigint) => Promise<void>;
  /** History has been handled, up to what is live; may come more than once. */
  readonly caughtUp?: () => Promise<void>;
  /** After a failure or a lost lease, before the next try: drop caches, close producers. */
  readonly reset?: () => Promise<void>;
}

/** Another runner moved the checkpoint: this one is no longer the leader. */
export class CheckpointMoved extends Error {
  constructor(readonly processor: string) {
    super(`${processor}: the checkpoint was moved by another runner`);
    this.name = 'CheckpointMoved';
  }
}

/** Trying again is useless, a person is needed (as with too many streams set aside): thrown by `process`, it
 *  stops the processor for good. */
export class CannotContinue extends Error {
  constructor(
    readonly processor: string,
    reason: string,
  ) {
    super(`${processor}: ${reason}`);
    this.name = 'CannotContinue';
  }
}

/** One leader per processor among all replicas. */
export interface Leadership {
  /** Waits until this process leads `name`. The lease's signal aborts when leadership is lost. */
  acquire(name: string, signal: AbortSignal): Promise<Lease>;
}
export interface Lease {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** DI token of the port. */
export const LEADERSHIP = Symbol('Leadership');
