import { DependencyAway } from './dependency-away.js';
import { DNS_NAMESPACE, uuidV5 } from './event-ids.js';
import type { EventStore, StoredEvent } from './event-store.js';
import type { Batch, Processor } from './processor.js';
import { replayedBy, replayOf, StreamSieve, type ProcessorProgress } from './streams-aside.js';
import type { Timing } from './timing.js';

/** A healthy request finishes its pair of commands by itself within this time. */
const MIN_AGE_MS = 2_000;
const NAMESPACE = uuidV5('reactors.city', DNS_NAMESPACE);

/** The id of the command that a reactor sends for an event: the same however often the event is taken. */
export const reactionId = (eventId: string, reactor: string): string =>
  uuidV5(`${eventId}/${reactor}`, NAMESPACE);

export interface ReactorProcessorOptions {
  /** `<app>.<name>`, the key of checkpoint and lock. */
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly progress: ProcessorProgress;
  /** Where streams set aside are read again. */
  readonly store: Pick<EventStore, 'read'>;
  /** Sends the command that follows from an event, if any, and resolves with its outcome: a refusal is one.
   *  What it throws, unless a dependency is away, sets the event's stream aside. */
  readonly react: (stored: StoredEvent, commandId: string) => Promise<void>;
  readonly timing: Timing;
  /** The date in milliseconds since 1970, on the clock that `storedAt` is held against. */
  readonly clock: () => number;
  /** After a failure or a lost lease: drop what `react` keeps between events. */
  readonly reset?: () => void;
}

/** A processor that sends commands. An event is taken when it is 2 s old; the checkpoint moves after the
 *  outcomes, so a command may be sent again, with the same id. */
export const reactorProcessor = (options: ReactorProcessorOptions): Processor => {
  const { name, prefixes, progress, store } = options;
  const process = async ({ events, from, to }: Batch): Promise<void> => {
    const sieve = new StreamSieve(name, events.length === 0 ? [] : await progress.aside());
    await reactToAll(options, events, sieve);
    await progress.advance(from, to, sieve.found);
  };
  const tend = async (at: bigint): Promise<void> => {
    for (const asked of await progress.asked()) {
      const { stream } = asked;
      const { events, next } = await replayOf(store, asked, { until: at });
      const others = (await progress.aside()).filter((other) => other !== stream);
      const sieve = new StreamSieve(name, others);
      await reactToAll(options, events, sieve);
      await progress.settle(at, stream, replayedBy(sieve, stream, next));
    }
  };
  const reset = (): Promise<void> => {
    options.reset?.();
    return Promise.resolve();
  };
  return { name, prefixes, checkpoint: () => progress.position(), process, tend, reset };
};

/** One after the other, in the order of the store. */
const reactToAll = async (
  options: ReactorProcessorOptions,
  events: readonly StoredEvent[],
  sieve: StreamSieve,
): Promise<void> => {
  for (const stored of events) {
    if (sieve.holdsBack(stored)) continue;
    await untilOldEnough(options, stored);
    try {
      await options.react(stored, reactionId(stored.id, options.name));
    } catch (error) {
      sieve.setAside(stored, error);
    }
  }
};

/** A clock that is behind the store's must not hold a reactor up for longer than the age itself. */
const untilOldEnough = async (
  { clock, timing }: ReactorProcessorOptions,
  { storedAt }: StoredEvent,
): Promise<void> => {
  const age = clock() - Date.parse(storedAt);
  const left = Math.min(MIN_AGE_MS, MIN_AGE_MS - age);
  if (left > 0) await timing.sleep(left);
};

/** What `react` throws when its command could not be given an outcome in time: it is tried again. */
export class ReactionPending extends DependencyAway {
  constructor(reason: string) {
    super(`the command has no outcome yet: ${reason}`);
    this.name = 'ReactionPending';
  }
}
