import { DependencyAway } from './dependency-away.js';
import { StreamGone, type EventStore, type StoredEvent } from './event-store.js';
import { CannotContinue, CheckpointMoved } from './processor.js';
import { AnotherStore } from './store-identity.js';
import { NewerSchema, UnknownEventType } from './unreadable-event.js';

/** With more streams than this set aside, a processor stops: not the events are wrong, but the program. */
export const MOST_STREAMS_ASIDE = 100;

/** A stream that a processor passes over, since an event of it could not be read or handled. */
export interface StreamAside {
  readonly stream: string;
  /** The event that failed; it and those behind it wait. */
  readonly revision: bigint;
  readonly position: bigint;
  /** Why, in words. */
  readonly error: string;
}

/** What came of replaying a stream set aside: it goes on with the others, it waits again at an event, or
 *  there is more to replay from a revision on. */
export type Replayed =
  | Readonly<{ outcome: 'goes-on' }>
  | Readonly<{ outcome: 'waits'; at: StreamAside }>
  | Readonly<{ outcome: 'more'; from: StoredEvent }>;

/** Whether an error is the event's own: neither a dependency that is away, nor a lost lead, nor a reason to
 *  stop the whole processor. */
export const isPoison = (error: unknown): boolean =>
  ![
    DependencyAway,
    CheckpointMoved,
    CannotContinue,
    AnotherStore,
    UnknownEventType,
    NewerSchema,
  ].some((kind) => error instanceof kind);

const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause}`.slice(0, 2_000);
};

/** Holds back, during one batch, the events of streams that are set aside, and notes new ones. */
export class StreamSieve {
  private readonly aside: Set<string>;
  private readonly noted = new Map<string, StreamAside>();

  /** `standing`: the streams that were set aside before. */
  constructor(
    private readonly processor: string,
    standing: Iterable<string>,
  ) {
    this.aside = new Set(standing);
  }

  /** The streams that this batch set aside. */
  get found(): readonly StreamAside[] {
    return [...this.noted.values()];
  }

  holdsBack({ stream }: StoredEvent): boolean {
    return this.aside.has(stream);
  }

  /** From this event on the stream waits.
   *  @throws the error itself when it is not the event's own; CannotContinue when too many streams wait */
  setAside(event: StoredEvent, error: unknown): void {
    if (!isPoison(error)) throw error;
    const { stream, revision, position } = event;
    this.aside.add(stream);
    const earlier = this.noted.get(stream);
    if (earlier === undefined || revision < earlier.revision)
      this.noted.set(stream, { stream, revision, position, error: inWords(error) });
    if (this.aside.size <= MOST_STREAMS_ASIDE) return;
    const many = `more than ${String(MOST_STREAMS_ASIDE)} streams are set aside`;
    throw new CannotContinue(this.processor, `${many}, the last for ${inWords(error)}`);
  }
}

/** The part of a stream set aside that is to be replayed: up to the checkpoint `until`, at most `limit`
 *  events. `next` is the first event left out by the limit. A stream that is deleted by now has nothing.
 *  @throws StoreUnavailable */
export const replayOf = async (
  store: Pick<EventStore, 'read'>,
  { stream, revision }: StreamAside,
  { until, limit = 1_000 }: Readonly<{ until: bigint; limit?: number }>,
): Promise<Readonly<{ events: readonly StoredEvent[]; next: StoredEvent | undefined }>> => {
  const events: StoredEvent[] = [];
  try {
    for await (const event of store.read(stream, revision)) {
      if (event.position > until) break;
      if (events.length >= limit) return { events, next: event };
      events.push(event);
    }
  } catch (error) {
    if (!(error instanceof StreamGone)) throw error;
  }
  return { events, next: undefined };
};

/** The outcome of a replay, from what the sieve found in it. */
export const replayedBy = (
  sieve: StreamSieve,
  stream: string,
  next: StoredEvent | undefined,
): Replayed => {
  const at = sieve.found.find((found) => found.stream === stream);
  if (at !== undefined) return { outcome: 'waits', at };
  return next === undefined ? { outcome: 'goes-on' } : { outcome: 'more', from: next };
};

/** Port: how far a processor has come that has no rows of its own: a publisher, a reactor. */
export interface ProcessorProgress {
  /** Position that was passed last; undefined = none yet. */
  position(): Promise<bigint | undefined>;
  /** The streams that it passes over now. */
  aside(): Promise<readonly string[]>;
  /** Those that are to be tried again. */
  asked(): Promise<readonly StreamAside[]>;
  /** Moves the checkpoint by compare-and-set and notes what was set aside, both or neither.
   *  @throws CheckpointMoved when it does not stand at `from` */
  advance(from: bigint | undefined, to: bigint, found: readonly StreamAside[]): Promise<void>;
  /** Notes what came of a replay. @throws CheckpointMoved when the checkpoint does not stand at `at` */
  settle(at: bigint, stream: string, replayed: Replayed): Promise<void>;
}
