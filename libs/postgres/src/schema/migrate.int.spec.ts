import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dataSourceFor, type MigrationClass } from '../connection/data-source.js';
import { serverUrl, silent, throwAwayUrl } from '../testing/throw-away-database.js';
import { databaseUrl, ensureDatabase } from './ensure-database.js';
import { migrate } from './migrate.js';
import { PlatformMigrations } from './platform-migrations.js';

class Notes1764000000000 implements MigrationInterface {
  readonly name = 'Notes1764000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table note (id integer primary key)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

class Broken1764000000001 implements MigrationInterface {
  readonly name = 'Broken1764000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id integer)');
    await runner.query('create table');
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

const platform = ['PlatformTables1763900000000', 'PlatformProcessors1763900000010'];

const sourceOf = (url: string, ...own: MigrationClass[]) =>
  dataSourceFor({ url, migrations: [...PlatformMigrations, ...own], log: silent });

const tablesOf = async (url: string): Promise<string[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' order by 1`,
  );
  await client.end();
  return rows.map(({ name }) => name);
};

describe('a migration', () => {
  it('runs once, the platform’s before the app’s', async () => {
    const source = sourceOf(await throwAwayUrl(), Notes1764000000000);
    const names = [...platform, 'Notes1764000000000'];
    expect(await migrate(source)).toEqual(names);
    expect(await migrate(source)).toEqual([]);
  });

  it('runs once when several migrators start together', async () => {
    const url = await throwAwayUrl();
    const runs = await Promise.all([1, 2, 3].map(() => migrate(sourceOf(url))));
    expect(runs.flat()).toEqual(platform);
  });

  it('leaves nothing behind when it fails, and what came before stays', async () => {
    const url = await throwAwayUrl();
    await expect(migrate(sourceOf(url, Broken1764000000001))).rejects.toThrow('syntax error');
    expect(await tablesOf(url)).toEqual([
      ...['checkpoint', 'known_store', 'migration', 'read_model', 'retired_table', 'stream_aside'],
    ]);
  });
});

describe('an app’s database', () => {
  it('is made when it is missing, also by two at once', async () => {
    const name = `made "so" ${String(process.pid)}`;
    const urls = await Promise.all([1, 2].map(() => ensureDatabase(serverUrl(), name)));
    expect(urls[0]).toBe(urls[1]);
    expect(await tablesOf(await ensureDatabase(serverUrl(), name))).toEqual([]);
  });

  it('is made through a URL whose own database does not exist', async () => {
    const url = await ensureDatabase(databaseUrl(serverUrl(), 'nowhere'), 'found_anyway');
    expect(await tablesOf(url)).toEqual([]);
  });
});
