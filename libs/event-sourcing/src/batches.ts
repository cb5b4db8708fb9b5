import type { StoredEvent } from './event-store.js';
import type { FeedItem } from './processor.js';
import type { Timing } from './timing.js';

/** When a batch is handed over. */
export interface BatchLimits {
  /** Events in a batch at most. */
  readonly maxEvents: number;
  /** Milliseconds after its first event at most. */
  readonly maxMillis: number;
}

/** Neighbours in the feed, gathered. */
export interface Gathered {
  readonly events: readonly StoredEvent[];
  /** A place up to which everything has been given; undefined when only `caughtUp` is news. */
  readonly to: bigint | undefined;
  /** History ends with this batch. */
  readonly caughtUp: boolean;
}

interface Filling extends Gathered {
  readonly events: StoredEvent[];
  to: bigint | undefined;
  caughtUp: boolean;
}

type Pulled = IteratorResult<FeedItem, unknown> | 'time is up';

/** Gathers a feed into batches. The feed is pulled, one item at a time and only while a batch is gathered; a
 *  pull that outlives its batch counts for the next one. The source is not awaited at the end: whoever stops
 *  early must also abort the feed. */
export class Batches {
  private readonly source: AsyncIterator<FeedItem, unknown>;
  private pending: Promise<IteratorResult<FeedItem, unknown>> | undefined;
  private ended = false;

  constructor(
    feed: AsyncIterable<FeedItem>,
    private readonly limits: BatchLimits,
    private readonly timing: Timing,
  ) {
    this.source = feed[Symbol.asyncIterator]();
  }

  /** The next batch; undefined when the feed has ended. Its error is thrown, and what was gathered is lost:
   *  the checkpoint has not passed it. */
  async next(): Promise<Gathered | undefined> {
    const batch: Filling = { events: [], to: undefined, caughtUp: false };
    let timer: Promise<'time is up'> | undefined;
    while (!this.ended && batch.events.length < this.limits.maxEvents) {
      const pulled = await this.pull(timer);
      if (pulled === 'time is up') break;
      this.ended = pulled.done === true;
      if (pulled.done === true || isLast(pulled.value, batch)) break;
      timer ??= this.timing.sleep(this.limits.maxMillis).then(() => 'time is up' as const);
    }
    return isEmpty(batch) ? undefined : batch;
  }

  private async pull(timer: Promise<'time is up'> | undefined): Promise<Pulled> {
    this.pending ??= this.source.next();
    const pulled = await (timer === undefined ? this.pending : Promise.race([this.pending, timer]));
    if (pulled !== 'time is up') this.pending = undefined;
    return pulled;
  }
}

/** Puts the item into the batch; true when the batch is to be handed over with it. */
const isLast = (item: FeedItem, batch: Filling): boolean => {
  switch (item.kind) {
    case 'caught-up':
      batch.caughtUp = true;
      return true;
    case 'position':
      batch.to = item.position;
      return batch.events.length === 0;
    case 'event':
      batch.events.push(item.event);
      batch.to = item.event.position;
      return false;
  }
};

const isEmpty = ({ to, caughtUp }: Gathered): boolean => to === undefined && !caughtUp;
