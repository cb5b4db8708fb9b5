import type { CityEvent } from '@city/contracts-envelope';
import type { Batch, Processor, StoredEvent } from '@city/event-sourcing';
import type { EventPublisher } from './event-publisher.js';

/** Port to the checkpoints of publishers. */
export interface PublisherCheckpoints {
  /** Position that was passed last; undefined = none yet. */
  read(name: string): Promise<bigint | undefined>;
  /** Moves a checkpoint by compare-and-set. @throws CheckpointMoved when it does not stand at `from` */
  advance(name: string, from: bigint | undefined, to: bigint): Promise<void>;
}

/** An integration event and where it goes. */
export interface Publication {
  readonly topic: string;
  readonly event: CityEvent;
}

export interface PublisherProcessorOptions {
  /** `<app>.<name>`, the key of checkpoint and lock. */
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly checkpoints: PublisherCheckpoints;
  /** Called for each stored event in the order of `$all`; undefined = nobody outside needs it. */
  readonly map: (stored: StoredEvent) => Promise<Publication | undefined>;
  /** Of this processor alone. */
  readonly publisher: Pick<EventPublisher, 'publish' | 'reset'>;
  /** After a failure or a lost lease: drop what `map` keeps between events. */
  readonly reset?: () => void;
}

/** A processor that publishes: the checkpoint moves after the broker's acknowledgement, so every event is
 *  published at least once, and of each key the first appearances come in the order of the store. */
export const publisherProcessor = (options: PublisherProcessorOptions): Processor => {
  const { name, prefixes, checkpoints, publisher } = options;
  const process = async ({ events, from, to }: Batch): Promise<void> => {
    for (const [topic, published] of await byTopic(events, options.map)) {
      await publisher.publish(topic, published);
    }
    await checkpoints.advance(name, from, to);
  };
  const reset = async (): Promise<void> => {
    options.reset?.();
    await publisher.reset();
  };
  return { name, prefixes, checkpoint: () => checkpoints.read(name), process, reset };
};

const byTopic = async (
  events: readonly StoredEvent[],
  map: PublisherProcessorOptions['map'],
): Promise<ReadonlyMap<string, readonly CityEvent[]>> => {
  const topics = new Map<string, CityEvent[]>();
  for (const stored of events) {
    // One after the other: the mapping folds the streams as it goes.
    const publication = await map(stored);
    if (publication === undefined) continue;
    const { topic, event } = publication;
    const published = topics.get(topic);
    if (published === undefined) topics.set(topic, [event]);
    else published.push(event);
  }
  return topics;
};
