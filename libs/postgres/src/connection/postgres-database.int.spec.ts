import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { silent, throwAwayDatabase, throwAwayUrl } from '../testing/throw-away-database.js';
import { dataSourceFor } from './data-source.js';
import { DatabaseUnavailable } from './database-unavailable.js';
import { PostgresDatabase } from './postgres-database.js';

const killOthers = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

describe('the database', () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await throwAwayDatabase([], { statementTimeoutMs: 500, poolSize: 2 });
    await database.query('create table note (id integer primary key)');
  });
  afterAll(() => database.close());

  const notes = () => database.query<{ id: number }>('select id from note order by id');

  it('gives the rows of statements of every kind', async () => {
    expect(await database.query('insert into note values (1) returning id')).toEqual([{ id: 1 }]);
    expect(await database.query('update note set id = 2 returning id')).toEqual([{ id: 2 }]);
    expect(await database.query('delete from note returning id')).toEqual([{ id: 2 }]);
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query('insert into note values (10)');
      throw new RangeError('changed my mind');
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    expect(await notes()).toEqual([]);
  });

  it('tells a wrong statement from an absent database', async () => {
    const wrong = database.query('select nothing from nowhere');
    await expect(wrong).rejects.not.toBeInstanceOf(DatabaseUnavailable);
    await expect(wrong).rejects.toMatchObject({ code: '42P01' });
  });

  it('is unavailable for a statement that takes too long', async () => {
    await expect(database.query('select pg_sleep(20)')).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('survives the loss of a connection in a transaction', async () => {
    const torn = database.transaction(async (tx) => {
      await tx.query('insert into note values (20)');
      await database.query(killOthers);
      await tx.query('insert into note values (21)');
    });
    await expect(torn).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await notes()).toEqual([]);
  });

  it('survives the loss of idle connections', async () => {
    await Promise.all([database.query('select 1'), database.query('select 2')]);
    await database.query(killOthers);
    expect(await database.query('select 3 as n')).toEqual([{ n: 3 }]);
  });

  it('is unavailable when no connection comes free', async () => {
    let letGo = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (letGo = resolve));
    const held = [1, 2].map(() => database.transaction(() => waiting));
    await expect(database.query('select 1')).rejects.toBeInstanceOf(DatabaseUnavailable);
    letGo();
    await Promise.allSettled(held);
  });
});

describe('a database that is away at start', () => {
  let silentServer: Server;
  beforeAll(async () => {
    silentServer = createServer().listen(0, '127.0.0.1');
    await once(silentServer, 'listening');
  });
  afterAll(() => {
    silentServer.close();
  });

  const databaseAt = (url: string, prepare?: () => Promise<void>) =>
    new PostgresDatabase({
      dataSource: dataSourceFor({ url, migrations: [], log: silent, connectTimeoutMs: 300 }),
      log: silent,
      retryMs: 50,
      ...(prepare && { prepare }),
    });

  it('is unavailable, and does not hold up the start', async () => {
    const database = databaseAt('postgres://nobody@127.0.0.1:1/none');
    void database.connect();
    await expect(database.query('select 1')).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await database.isReachable(100)).toBe(false);
    await database.close();
  });

  it('is tried again until it is there', async () => {
    let tries = 0;
    const database = databaseAt(await throwAwayUrl(), () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new DatabaseUnavailable('not yet')) : Promise.resolve();
    });
    await database.connect();
    expect(tries).toBe(3);
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
    await database.close();
  });

  it('is given up on a server that says nothing, and tried again', async () => {
    const { port } = silentServer.address() as { port: number };
    const database = databaseAt(`postgres://nobody@127.0.0.1:${String(port)}/none`);
    void database.connect();
    await once(silentServer, 'connection');
    await once(silentServer, 'connection');
    expect(database.isConnected).toBe(false);
    await database.close();
  });

  it('does not hide a failed migration', async () => {
    const database = databaseAt(await throwAwayUrl(), () =>
      Promise.reject(new SyntaxError('bad migration')),
    );
    await expect(database.connect()).rejects.toBeInstanceOf(SyntaxError);
    await database.close();
  });
});
