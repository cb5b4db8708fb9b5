// The migration step, before the service starts: the database's tables, Kafka's topics.
import { incidentsTopics } from '@city/contracts-incidents';
import { ensureTopics } from '@city/kafka';
import { createLogger } from '@city/observability';
import { dataSourceFor, migrate } from '@city/postgres';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';

const config = readConfig(process.env);
const log = createLogger({ name: 'incidents-migrate', level: config.LOG_LEVEL });
const applied = await migrate(dataSourceFor({ url: config.POSTGRES_URL, migrations, log }));
log.info({ applied }, 'the database is up to date');
const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'incidents-migrate', log };
await ensureTopics(kafka, incidentsTopics, { replication: config.KAFKA_REPLICATION });
log.info({ topics: incidentsTopics.map(({ name: topic }) => topic) }, 'the topics are there');
