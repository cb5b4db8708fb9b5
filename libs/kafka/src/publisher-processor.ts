import type { CityEvent } from '@city/contracts-envelope';
import {
  replayedBy,
  replayOf,
  StreamSieve,
  type Batch,
  type EventStore,
  type Processor,
  type ProcessorProgress,
  type StoredEvent,
  type StreamAside,
} from '@city/event-sourcing';
import { EventTooLarge } from './cloud-events/write-cloud-event.js';
import type { EventPublisher } from './event-publisher.js';

/** An integration event and where it goes. */
export interface Publication {
  readonly topic: string;
  readonly event: CityEvent;
}

export interface PublisherProcessorOptions {
  /** `<app>.<name>`, the key of checkpoint and lock. */
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly progress: ProcessorProgress;
  /** Where streams set aside are read again. */
  readonly store: Pick<EventStore, 'read'>;
  /** Called for each stored event in the order of `$all`; undefined = nobody outside needs it. What it
   *  throws, unless a dependency is away, sets the stream aside. */
  readonly map: (stored: StoredEvent) => Promise<Publication | undefined>;
  /** Of this processor alone. */
  readonly publisher: Pick<EventPublisher, 'publish' | 'reset'>;
  /** After a failure or a lost lease: drop what `map` keeps between events. */
  readonly reset?: () => void;
}

/** A processor that publishes: the checkpoint moves after the broker's acknowledgement, so every event is
 *  published at least once, and of each key the first appearances come in the order of the store. A stream
 *  with an event that cannot be published waits; the others go on. */
export const publisherProcessor = (options: PublisherProcessorOptions): Processor => {
  const { name, prefixes, progress, publisher, store } = options;
  const process = async ({ events, from, to }: Batch): Promise<void> => {
    const sieve = new StreamSieve(name, events.length === 0 ? [] : await progress.aside());
    await publishSieved(options, events, sieve);
    await progress.advance(from, to, sieve.found);
  };
  const replay = async (asked: StreamAside, at: bigint): Promise<void> => {
    const { stream } = asked;
    const { events, next } = await replayOf(store, asked, { until: at });
    const standing = await progress.aside();
    const others = standing.filter((other) => other !== stream);
    const sieve = new StreamSieve(name, others);
    await publishSieved(options, events, sieve);
    await progress.settle(at, stream, replayedBy(sieve, stream, next));
  };
  const tend = async (at: bigint): Promise<void> => {
    for (const asked of await progress.asked()) await replay(asked, at);
  };
  const reset = async (): Promise<void> => {
    options.reset?.();
    await publisher.reset();
  };
  return { name, prefixes, checkpoint: () => progress.position(), process, tend, reset };
};

/** Publishes what does not wait, topic by topic. Only an event that is too large is found out this late:
 *  then its stream waits too, and the rest is sent once more. */
const publishSieved = async (
  options: PublisherProcessorOptions,
  events: readonly StoredEvent[],
  sieve: StreamSieve,
): Promise<void> => {
  const mapped = await mappedBy(options.map, events, sieve);
  for (let waiting = mapped; ;) {
    const tooLarge = await publishAll(options, waiting);
    if (tooLarge === undefined) return;
    const [large] = waiting.filter(({ publication }) => publication.event.id === tooLarge.eventId);
    if (large === undefined) throw tooLarge;
    sieve.setAside(large.stored, tooLarge);
    const from = waiting.indexOf(large);
    waiting = waiting.filter(({ stored }, index) => index < from || !sieve.holdsBack(stored));
  }
};

type Mapped = Readonly<{ stored: StoredEvent; publication: Publication }>;

const mappedBy = async (
  map: PublisherProcessorOptions['map'],
  events: readonly StoredEvent[],
  sieve: StreamSieve,
): Promise<readonly Mapped[]> => {
  const mapped: Mapped[] = [];
  for (const stored of events) {
    if (sieve.holdsBack(stored)) continue;
    try {
      // One after the other: the mapping folds the streams as it goes.
      const publication = await map(stored);
      if (publication !== undefined) mapped.push({ stored, publication });
    } catch (error) {
      sieve.setAside(stored, error);
    }
  }
  return mapped;
};

/** Of an event that is too large nothing of its topic was sent. */
const publishAll = async (
  { publisher }: PublisherProcessorOptions,
  mapped: readonly Mapped[],
): Promise<EventTooLarge | undefined> => {
  const topics = new Map<string, CityEvent[]>();
  for (const { publication } of mapped) {
    const { topic, event } = publication;
    const published = topics.get(topic);
    if (published === undefined) topics.set(topic, [event]);
    else published.push(event);
  }
  try {
    for (const [topic, published] of topics) await publisher.publish(topic, published);
    return undefined;
  } catch (error) {
    if (error instanceof EventTooLarge) return error;
    throw error;
  }
};
