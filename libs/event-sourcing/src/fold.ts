import type { Codec } from './codec.js';
import type { Decider } from './decider.js';
import type { StoredEvent } from './event-store.js';
import type { Folded, Recorded } from './recorded.js';
import { latestOf } from './times.js';

/** A stream before its first event. */
export const emptyFold = <State>(decider: Readonly<{ initialState: State }>): Folded<State> => ({
  state: decider.initialState,
  revision: -1n,
  position: -1n,
  effectiveAt: null,
  recordedAt: null,
});

/** Decodes an event and gives it its times, which depend on the events before it.
 *  @throws UnknownEventType, NewerSchema, UnreadableEvent */
export const recordedFrom = <Event>(
  codec: Pick<Codec<Event>, 'decode'>,
  stored: StoredEvent,
  before: Pick<Folded<unknown>, 'effectiveAt' | 'recordedAt'>,
): Recorded<Event> => {
  const { event, metadata } = codec.decode(stored);
  const { occurredAt } = metadata;
  return {
    id: stored.id,
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    event,
    metadata,
    occurredAt,
    effectiveAt: latestOf(occurredAt, before.effectiveAt),
    recordedAt: latestOf(stored.storedAt, occurredAt, before.recordedAt),
  };
};

/** The fold with the next event in it. */
export const foldOnto = <State, Event>(
  decider: Pick<Decider<never, State, Event, unknown>, 'evolve'>,
  folded: Folded<State>,
  recorded: Recorded<Event>,
): Folded<State> => ({
  state: decider.evolve(folded.state, recorded.event),
  revision: recorded.revision,
  position: recorded.position,
  effectiveAt: recorded.effectiveAt,
  recordedAt: recorded.recordedAt,
});
