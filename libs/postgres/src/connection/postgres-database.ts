import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Log } from '@city/event-sourcing';
import { DatabaseUnavailable, isUnavailable, typed } from './database-unavailable.js';

/** Something that SQL can be sent to: the database, or one transaction of it. */
export interface Tx {
  /** The rows of one statement. bigint and numeric come as strings, timestamptz as Date.
   *  @throws DatabaseUnavailable */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface DatabaseSettings {
  readonly dataSource: DataSource;
  readonly log: Log;
  /** Run once after the first connection, before anybody may query: migrations. */
  readonly prepare?: () => Promise<void>;
  /** Longest wait between two tries to connect, ms; 2,000. */
  readonly retryMs?: number;
}

const ignore = (): void => undefined;

/** The app's database. It may be away at any time, also at start: then it throws DatabaseUnavailable. */
export class PostgresDatabase implements Tx {
  private readonly stopped = new AbortController();
  private connecting: Promise<void> | undefined;
  private pool: Pool | undefined;

  constructor(private readonly settings: DatabaseSettings) {}

  /** Goes on trying until it is connected; there is no need to wait for it.
   *  @throws what `prepare` threw when that was not the lack of a database */
  connect(): Promise<void> {
    this.connecting ??= this.untilConnected();
    // Who does not wait must not be ended by a failed migration; who waits still gets it.
    this.connecting.catch(ignore);
    return this.connecting;
  }

  get isConnected(): boolean {
    return this.pool !== undefined;
  }

  /** One statement outside a transaction. */
  async query<Row = Record<string, unknown>>(
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<Row[]> {
    return this.withClient((tx) => tx.query<Row>(sql, params));
  }

  /** Commits what `work` did, or nothing when it throws. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.withClient(async (tx) => {
      await tx.query('begin');
      try {
        const result = await work(tx);
        await tx.query('commit');
        return result;
      } catch (error) {
        // A broken connection is closed by withClient, which rolls back as well.
        if (!isUnavailable(error)) await tx.query('rollback');
        throw error;
      }
    });
  }

  /** A cheap query, for health checks. Never throws. */
  async isReachable(timeoutMs: number): Promise<boolean> {
    const done = new AbortController();
    const asked = this.query('select 1').then(
      () => true,
      () => false,
    );
    const late = sleep(timeoutMs, false, { signal: done.signal }).catch(() => false);
    const reachable = await Promise.race([asked, late]);
    done.abort();
    return reachable;
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.connecting?.catch(ignore);
    this.pool = undefined;
    if (this.settings.dataSource.isInitialized) await this.settings.dataSource.destroy();
  }

  private async withClient<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.checkOut();
    let broken = false;
    const query: Tx['query'] = async <Row>(sql: string, params: readonly unknown[] = []) => {
      try {
        // pg types rows as any; Row is the caller's knowledge of its own statement.
        return (await client.query(sql, [...params])).rows as Row[];
      } catch (error) {
        broken ||= isUnavailable(error);
        throw typed(error);
      }
    };
    try {
      return await work({ query });
    } finally {
      client.off('error', ignore);
      // A connection whose statement was given up still waits for its answer: it cannot be used again.
      client.release(broken);
    }
  }

  private async checkOut(): Promise<PoolClient> {
    if (this.pool === undefined) throw new DatabaseUnavailable('not connected yet');
    try {
      const client = await this.pool.connect();
      // A connection that dies while it is out emits an error that would end the process.
      client.on('error', ignore);
      return client;
    } catch (error) {
      throw typed(error);
    }
  }

  private async untilConnected(): Promise<void> {
    const { log, retryMs = 2_000 } = this.settings;
    for (let wait = 100; !this.stopped.signal.aborted; wait = Math.min(wait * 2, retryMs)) {
      try {
        await this.tryToConnect();
        log.info({}, 'connected to the database');
        return;
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        log.warn({ err: error }, 'the database cannot be reached; trying again');
        await sleep(wait, undefined, { signal: this.stopped.signal }).catch(ignore);
      }
    }
  }

  private async tryToConnect(): Promise<void> {
    const { dataSource, prepare } = this.settings;
    if (!dataSource.isInitialized) await dataSource.initialize();
    await prepare?.();
    if (this.stopped.signal.aborted) return;
    // TypeORM keeps its pool on the driver and names no type for it.
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
  }
}
