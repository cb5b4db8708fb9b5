import {
  AppendTooLarge,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
  type Appended,
  type EventFeed,
  type EventStore,
  type ExpectedRevision,
  type FeedItem,
  type NewEvent,
  type StoredEvent,
} from '@city/event-sourcing';
import { followLog, Wakeups, type FeedOptions } from './in-memory-feed.js';
import { InMemoryLog, sizeOf } from './in-memory-log.js';

const MAX_APPEND_BYTES = 1_048_576;

export interface InMemoryOptions {
  /** The store's own time, RFC 3339 UTC. */
  readonly now?: () => string;
  /** Awaited before and after each call does its work: a test orders rivals with it. */
  readonly pause?: () => Promise<void>;
}

/** A store in memory with the rules of EventStoreDB for `no-stream` and numbers, repeated appends included,
 *  and with faults on demand. */
export class InMemoryEventStore implements EventStore, EventFeed {
  private readonly log = new InMemoryLog();
  private readonly wakeups = new Wakeups();
  private readonly appendFaults: ('before' | 'after')[] = [];
  private down = false;
  private readonly now: () => string;
  private readonly pause: () => Promise<void>;

  constructor({ now, pause }: InMemoryOptions = {}) {
    this.now = now ?? (() => new Date().toISOString());
    this.pause = pause ?? (() => Promise.resolve());
  }

  /** The next append ends in OutcomeUnknown: `before` it is written (so it never is), or `after`. */
  failNextAppend(when: 'before' | 'after'): void {
    this.appendFaults.push(when);
  }

  /** While unreachable, every call ends in StoreUnavailable. */
  set unreachable(down: boolean) {
    this.down = down;
  }

  async *read(stream: string, from = 0n): AsyncIterable<StoredEvent> {
    await this.pause();
    this.refuseWhenDown();
    const events = this.log.stream(stream).slice(Number(from));
    await this.pause();
    yield* events;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    await this.pause();
    this.refuseWhenDown();
    const fault = this.appendFaults.shift();
    if (fault === 'before') throw new OutcomeUnknown(stream, 'lost on the way to the store');
    const { revision, position } =
      this.repeated(stream, expected, events) ?? this.write(stream, events);
    await this.pause();
    if (fault === 'after') throw new OutcomeUnknown(stream, 'lost on the way back');
    return { revision, position };
  }

  subscribe(options: FeedOptions): AsyncIterable<FeedItem> {
    this.refuseWhenDown();
    return followLog(this.log, this.wakeups, options);
  }

  private refuseWhenDown(): void {
    if (this.down) throw new StoreUnavailable('unreachable, as the test asked');
  }

  /** The last event of the same append made before, if the expectation is past but all ids are there.
   *  Undefined when the expectation is right: then ids are not looked at.
   *  @throws RevisionConflict */
  private repeated(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): StoredEvent | undefined {
    const there = this.log.stream(stream);
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1;
    if (first === there.length) return undefined;
    const earlier = events.map(({ id }, index) => {
      const stored = there[first + index];
      return stored?.id === id.toLowerCase() ? stored : undefined;
    });
    const last = earlier.at(-1);
    if (last !== undefined && !earlier.includes(undefined)) return last;
    throw new RevisionConflict(stream, expected, there.at(-1)?.revision ?? 'no-stream');
  }

  private write(stream: string, events: readonly NewEvent[]): StoredEvent {
    const bytes = events.reduce((sum, { data }) => sum + sizeOf(data), 0);
    if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
    const last = this.log.write(stream, events, this.now());
    this.wakeups.wake();
    return last;
  }
}
