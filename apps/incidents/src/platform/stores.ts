import { storeIdOf, type FoundStore, type Log } from '@city/event-sourcing';
import {
  connectEventStoreDb,
  EventStoreDbEventFeed,
  EventStoreDbEventStore,
  type EventStoreDbConnection,
} from '@city/eventstoredb';
import { BrokerProbe, EventPublisher } from '@city/kafka';
import {
  dataSourceFor,
  PostgresCheckpoints,
  PostgresDatabase,
  PostgresKnownStore,
  PostgresLeadership,
  PostgresStreamsAside,
} from '@city/postgres';
import type { Config } from '../config.js';
import { migrations } from '../migrations/index.js';

/** Whether the stores are those that the database belongs to. */
export interface StoreIdentity {
  readonly known: PostgresKnownStore;
  /** What the stores say now; Kafka may be away. @throws StoreUnavailable */
  find(): Promise<FoundStore>;
  /** @throws AnotherStore, StoreUnavailable, DatabaseUnavailable */
  check(): Promise<void>;
}

/** Everything outside the process that the service works with. Each part may be away at any time. */
export interface Stores {
  readonly eventStore: EventStoreDbEventStore;
  readonly feed: EventStoreDbEventFeed;
  readonly database: PostgresDatabase;
  readonly checkpoints: PostgresCheckpoints;
  readonly asides: PostgresStreamsAside;
  readonly leadership: PostgresLeadership;
  readonly publisher: EventPublisher;
  readonly identity: StoreIdentity;
  /** Never throw; milliseconds. */
  readonly isReachable: Readonly<
    Record<'eventstore' | 'kafka' | 'postgres', (timeoutMs: number) => Promise<boolean>>
  >;
  /** Closes what processors used before what commands use. */
  close(): Promise<void>;
}

type Settings = Pick<Config, 'EVENTSTORE_URL' | 'KAFKA_BROKERS' | 'POSTGRES_URL'>;

const KAFKA_ANSWERS_MS = 1_000;

type Asked = Readonly<{
  eventStore: EventStoreDbEventStore;
  connection: Pick<EventStoreDbConnection, 'head'>;
  probe: Pick<BrokerProbe, 'clusterId'>;
  database: PostgresDatabase;
}>;

const identityOf = ({ eventStore, connection, probe, database }: Asked): StoreIdentity => {
  const known = new PostgresKnownStore(database);
  const find = async (): Promise<FoundStore> => ({
    kafkaClusterId: await probe.clusterId(KAFKA_ANSWERS_MS),
    storeId: await storeIdOf(eventStore),
    head: await connection.head(),
  });
  return { known, find, check: () => known.check(find) };
};

/** Opens connections lazily: a store that is down at start does not fail the start. */
export const openStores = (config: Settings, log: Log): Stores => {
  const connection = connectEventStoreDb(config.EVENTSTORE_URL);
  const dataSource = dataSourceFor({ url: config.POSTGRES_URL, migrations, log });
  const database = new PostgresDatabase({ dataSource, log });
  void database.connect();
  const leadership = new PostgresLeadership({ url: config.POSTGRES_URL, log });
  const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'incidents', log };
  const [publisher, probe] = [new EventPublisher(kafka), new BrokerProbe(kafka)];
  const eventStore = new EventStoreDbEventStore(connection);
  return {
    eventStore,
    feed: new EventStoreDbEventFeed(connection),
    ...{ database, leadership, publisher },
    checkpoints: new PostgresCheckpoints(database),
    asides: new PostgresStreamsAside(database, log),
    identity: identityOf({ eventStore, connection, probe, database }),
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
