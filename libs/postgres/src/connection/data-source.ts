import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import type { Log } from '@city/event-sourcing';
import { typeOrmLog } from './type-orm-log.js';

export type MigrationClass = new () => MigrationInterface;

export interface DataSourceSettings {
  readonly url: string;
  /** Classes whose names end in a time in ms; they run in that order. */
  readonly migrations: readonly MigrationClass[];
  readonly log: Log;
  /** Connections at most; 10. */
  readonly poolSize?: number;
  /** How long to wait for a connection, new or from the pool, ms; 2,000. */
  readonly connectTimeoutMs?: number;
  /** How long a statement may take, ms; 10,000. A server that is silent counts half a second later. */
  readonly statementTimeoutMs?: number;
}

/** A data source that is not connected yet. An error of an idle connection is logged, never fatal. */
export const dataSourceFor = ({
  url,
  migrations,
  log,
  poolSize = 10,
  connectTimeoutMs = 2_000,
  statementTimeoutMs = 10_000,
}: DataSourceSettings): DataSource => {
  const options: DataSourceOptions = {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    poolErrorHandler: (error: unknown) => {
      // Not the error itself: pg hangs its client on it, with the connection's secrets.
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason }, 'an idle database connection was lost');
    },
    // Looks for extensions otherwise, at every start.
    installExtensions: false,
    logger: typeOrmLog(log),
    migrations: [...migrations],
    migrationsTableName: 'migration',
    extra: {
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 500,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      keepAlive: true,
    },
  };
  return new DataSource(options);
};
