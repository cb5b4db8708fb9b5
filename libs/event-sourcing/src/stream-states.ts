import { LRUCache } from 'lru-cache';
import type { StoredEvent } from './event-store.js';
import { foldOnto, recordedFrom } from './fold.js';
import type { Folded, Recorded } from './recorded.js';
import { StreamReader, type StreamSource } from './stream-reader.js';

const DEFAULT_STREAMS = 10_000;

/** An event between the states before and after it. */
export interface EventInStream<State, Event> {
  readonly before: Folded<State>;
  readonly recorded: Recorded<Event>;
  readonly folded: Folded<State>;
}

/** For publishers and reactors: the state of a stream at each event that a feed brings. */
export interface StreamStates<State, Event> {
  /** The kept fold serves only when it stands exactly one revision before the event; else the stream is read
   *  up to the event again.
   *  @throws UnknownEventType, NewerSchema, UnreadableEvent, StoreUnavailable, StreamGone */
  after(stored: StoredEvent): Promise<EventInStream<State, Event>>;
  /** After a failure: keeps nothing. */
  forget(): void;
}

export const streamStates = <State, Event>(
  source: StreamSource<State, Event> & Readonly<{ limits?: Readonly<{ streams: number }> }>,
): StreamStates<State, Event> => {
  const reader = new StreamReader<State, Event>(source);
  const kept = new LRUCache<string, Folded<State>>({
    max: source.limits?.streams ?? DEFAULT_STREAMS,
  });
  const before = async ({ stream, revision }: StoredEvent): Promise<Folded<State>> => {
    const there = kept.get(stream);
    return there?.revision === revision - 1n ? there : reader.foldTo(stream, revision - 1n);
  };
  return {
    after: async (stored) => {
      const earlier = await before(stored);
      const recorded = recordedFrom(source.codec, stored, earlier);
      const folded = foldOnto(source.decider, earlier, recorded);
      kept.set(stored.stream, folded);
      return { before: earlier, recorded, folded };
    },
    forget: () => {
      kept.clear();
    },
  };
};
