// The migration step, before the service starts: the database's tables, the event store's id, Kafka's topics.
import { incidentsTopics } from '@city/contracts-incidents';
import { DependencyAway, nameStore } from '@city/event-sourcing';
import { connectEventStoreDb, EventStoreDbEventStore } from '@city/eventstoredb';
import { ensureTopics } from '@city/kafka';
import { createLogger } from '@city/observability';
import { dataSourceFor, migrate } from '@city/postgres';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';

const STORE_WAIT_MS = 60_000;

/** Waits for a store that is starting. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  const until = performance.now() + STORE_WAIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DependencyAway) || performance.now() > until) throw error;
    }
    await pause(500);
  }
};

const namedStore = async (url: string): Promise<string> => {
  const connection = connectEventStoreDb(url);
  const [store, id] = [new EventStoreDbEventStore(connection), randomUUID()];
  try {
    return await patiently(() => nameStore(store, id, new Date().toISOString()));
  } finally {
    await connection.close();
  }
};

const config = readConfig(process.env);
const log = createLogger({ name: 'incidents-migrate', level: config.LOG_LEVEL });
const applied = await migrate(dataSourceFor({ url: config.POSTGRES_URL, migrations, log }));
log.info({ applied }, 'the database is up to date');
log.info({ storeId: await namedStore(config.EVENTSTORE_URL) }, 'the event store has an id');
const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'incidents-migrate', log };
await ensureTopics(kafka, incidentsTopics, { replication: config.KAFKA_REPLICATION });
log.info({ topics: incidentsTopics.map(({ name: topic }) => topic) }, 'the topics are there');
