import type { Log } from '@city/event-sourcing';
import { dataSourceFor, ensureDatabase, migrate, PostgresDatabase } from '@city/postgres';
import { randomUUID } from 'node:crypto';
import { migrations } from '../migrations/index.js';

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A database of its own on the test server, still empty: specs run side by side. */
export const emptyDatabaseUrl = (): Promise<string> => {
  const url = process.env.POSTGRES_URL;
  if (url === undefined) throw new Error('POSTGRES_URL is not set');
  return ensureDatabase(url, `spec_${randomUUID().slice(0, 8)}`);
};

/** A connected database with the tables of the service. */
export const serviceDatabase = async (): Promise<PostgresDatabase> => {
  const dataSource = dataSourceFor({ url: await emptyDatabaseUrl(), migrations, log: silent });
  const prepare = async (): Promise<void> => {
    await migrate(dataSource);
  };
  const database = new PostgresDatabase({ dataSource, log: silent, prepare });
  await database.connect();
  return database;
};
