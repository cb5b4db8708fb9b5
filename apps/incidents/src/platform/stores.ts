import type { Log } from '@city/event-sourcing';
import {
  connectEventStoreDb,
  EventStoreDbEventFeed,
  EventStoreDbEventStore,
} from '@city/eventstoredb';
import { BrokerProbe, EventPublisher } from '@city/kafka';
import {
  dataSourceFor,
  PostgresCheckpoints,
  PostgresDatabase,
  PostgresLeadership,
} from '@city/postgres';
import type { Config } from '../config.js';
import { migrations } from '../migrations/index.js';

/** Everything outside the process that the service works with. Each part may be away at any time. */
export interface Stores {
  readonly eventStore: EventStoreDbEventStore;
  readonly feed: EventStoreDbEventFeed;
  readonly database: PostgresDatabase;
  readonly checkpoints: PostgresCheckpoints;
  readonly leadership: PostgresLeadership;
  readonly publisher: EventPublisher;
  /** Never throw; milliseconds. */
  readonly isReachable: Readonly<
    Record<'eventstore' | 'kafka' | 'postgres', (timeoutMs: number) => Promise<boolean>>
  >;
  /** Closes what processors used before what commands use. */
  close(): Promise<void>;
}

type Settings = Pick<Config, 'EVENTSTORE_URL' | 'KAFKA_BROKERS' | 'POSTGRES_URL'>;

/** Opens connections lazily: a store that is down at start does not fail the start. */
export const openStores = (config: Settings, log: Log): Stores => {
  const connection = connectEventStoreDb(config.EVENTSTORE_URL);
  const dataSource = dataSourceFor({ url: config.POSTGRES_URL, migrations, log });
  const database = new PostgresDatabase({ dataSource, log });
  void database.connect();
  const leadership = new PostgresLeadership({ url: config.POSTGRES_URL, log });
  const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'incidents', log };
  const [publisher, probe] = [new EventPublisher(kafka), new BrokerProbe(kafka)];
  return {
    eventStore: new EventStoreDbEventStore(connection),
    feed: new EventStoreDbEventFeed(connection),
    ...{ database, leadership, publisher },
    checkpoints: new PostgresCheckpoints(database),
    isReachable: {
      eventstore: (timeoutMs) => connection.isReachable(timeoutMs),
      kafka: (timeoutMs) => probe.isReachable(timeoutMs),
      postgres: (timeoutMs) => database.isReachable(timeoutMs),
    },
    close: async () => {
      await publisher.close();
      await probe.close();
      await leadership.close();
      await database.close();
      await connection.close();
    },
  };
};
