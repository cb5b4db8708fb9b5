import { START, streamNameFilter } from '@eventstore/db-client';
import { StoreUnavailable, type EventFeed, type FeedItem } from '@city/event-sourcing';
import type { EventStoreDbConnection } from './connection/event-store-db-connection.js';
import { endCall } from './reading/pulled.js';
import { SubscriptionReader } from './subscribing/subscription-reader.js';

/** Events looked at per page on the server; its default of 32 makes filtered catching up slow. */
const SEARCH_WINDOW = 500;

/** `$all` by catch-up subscription. It never comes back by itself: the caller subscribes again. */
export class EventStoreDbEventFeed implements EventFeed {
  constructor(private readonly connection: EventStoreDbConnection) {}

  /** @throws StoreUnavailable when the subscription ends, for whatever reason */
  async *subscribe({
    prefixes,
    after,
    signal,
  }: Parameters<EventFeed['subscribe']>[0]): AsyncGenerator<FeedItem> {
    if (prefixes.length === 0) throw new RangeError('a feed without stream prefixes');
    if (signal.aborted) return;
    const { subscription, reader } = this.open(prefixes, after);
    const end = (): void => {
      endCall(subscription, () => subscription.unsubscribe());
    };
    // Who aborts may never pull again: the loop below would not come to its end.
    signal.addEventListener('abort', end, { once: true });
    try {
      for (;;) {
        const item = await reader.next(signal);
        if (item === undefined) return;
        yield item;
      }
    } catch (error) {
      throw new StoreUnavailable(error);
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  private open(prefixes: readonly string[], after: bigint | undefined) {
    const filter = streamNameFilter({
      prefixes: [...prefixes],
      maxSearchWindow: SEARCH_WINDOW,
      checkpointReached: (_, { commit }) => {
        reader.checkpointReached(commit);
      },
    });
    // Exclusive. No event has position 0.
    const fromPosition =
      after === undefined || after === 0n ? START : { commit: after, prepare: after };
    const subscription = this.connection.client.subscribeToAll({ fromPosition, filter });
    const reader = new SubscriptionReader(subscription);
    return { subscription, reader };
  }
}
