import type { Leadership, Lease } from '@city/event-sourcing';
import type { InMemoryEventStore } from '@city/event-sourcing-testing';
import {
  DatabaseUnavailable,
  PostgresCheckpoints,
  PostgresStreamsAside,
  type Tx,
} from '@city/postgres';
import { silent } from './board-database.js';

const never = new AbortController().signal;

/** Nobody ever leads: no processor runs. */
export const nobodyLeads: Leadership = {
  acquire: (_name, signal) =>
    new Promise<Lease>((_resolve, reject) => {
      const leave = (): void => {
        reject(new Error('no longer wanted'));
      };
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
    }),
};

/** This process leads everything at once. */
export const alwaysLeads: Leadership = {
  acquire: () => Promise.resolve({ lost: never, release: () => Promise.resolve() }),
};

/** The parts of `Stores` that are not in memory do nothing. */
export type LightStoresValue = LightStores &
  Readonly<{
    feed: InMemoryEventStore;
    checkpoints: PostgresCheckpoints;
    asides: PostgresStreamsAside;
    identity: Readonly<{ check: () => Promise<void> }>;
    publisher: Readonly<Record<'close' | 'publish' | 'reset', () => Promise<void>>>;
    isReachable: Readonly<Record<'eventstore' | 'kafka' | 'postgres', () => Promise<boolean>>>;
    close: () => Promise<void>;
  }>;

const away = (): Promise<never> => Promise.reject(new DatabaseUnavailable('as the test asked'));

/** A database that cannot be reached. */
export const databaseAway: Tx = { query: away };

export interface LightStores {
  readonly eventStore: InMemoryEventStore;
  readonly database: Tx;
  readonly leadership: Leadership;
}

/** What the service works with (`Stores`): the event store in memory, the given database, a publisher that
 *  keeps nothing. */
export const lightStores = ({
  eventStore,
  database,
  leadership,
}: LightStores): LightStoresValue => ({
  ...{ eventStore, feed: eventStore, database, leadership },
  checkpoints: new PostgresCheckpoints(database),
  asides: new PostgresStreamsAside(database, silent),
  publisher: {
    publish: () => Promise.resolve(),
    reset: () => Promise.resolve(),
    close: () => Promise.resolve(),
  },
  identity: { check: () => Promise.resolve() },
  isReachable: {
    eventstore: () => Promise.resolve(true),
    kafka: () => Promise.resolve(true),
    postgres: () => Promise.resolve(true),
  },
  close: () => Promise.resolve(),
});
