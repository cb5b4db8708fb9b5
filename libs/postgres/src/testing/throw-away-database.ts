import { randomUUID } from 'node:crypto';
import type { Log } from '@city/event-sourcing';
import { dataSourceFor, type MigrationClass } from '../connection/data-source.js';
import { PostgresDatabase } from '../connection/postgres-database.js';
import { ensureDatabase } from '../schema/ensure-database.js';
import { migrate } from '../schema/migrate.js';
import { PlatformMigrations } from '../schema/platform-migrations.js';

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const serverUrl = (): string => {
  const url = process.env.POSTGRES_URL;
  if (url === undefined) throw new Error('POSTGRES_URL is not set');
  return url;
};

/** A database of its own on the test server: specs run side by side. */
export const throwAwayUrl = (): Promise<string> =>
  ensureDatabase(serverUrl(), `spec_${randomUUID().slice(0, 8)}`);

/** A connected database with the platform's tables and the given ones. */
export const throwAwayDatabase = async (
  migrations: readonly MigrationClass[] = [],
  settings: Readonly<{ statementTimeoutMs?: number; poolSize?: number }> = {},
): Promise<PostgresDatabase> => {
  const dataSource = dataSourceFor({
    url: await throwAwayUrl(),
    migrations: [...PlatformMigrations, ...migrations],
    log: silent,
    ...settings,
  });
  const prepare = async (): Promise<void> => {
    await migrate(dataSource);
  };
  const database = new PostgresDatabase({ dataSource, log: silent, prepare });
  await database.connect();
  return database;
};
