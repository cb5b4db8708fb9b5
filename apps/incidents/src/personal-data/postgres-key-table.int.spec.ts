import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceFor, DatabaseUnavailable, migrate, PostgresDatabase } from '@city/postgres';
import { randomUUID } from 'node:crypto';
import { migrations } from '../migrations/index.js';
import { emptyDatabaseUrl, serviceDatabase, silent } from '../testing/board-database.js';
import { KeyRing } from './key-ring.js';
import { PostgresKeyTable } from './postgres-key-table.js';

describe('the table of personal data keys', () => {
  let database: PostgresDatabase;
  let table: PostgresKeyTable;
  beforeAll(async () => {
    database = await serviceDatabase();
    table = new PostgresKeyTable(database);
  });
  afterAll(() => database.close());

  it('gives back the very bytes', async () => {
    const [keyId, wrappedKey] = [randomUUID(), Buffer.from([0, 1, 127, 128, 255, 0])];
    await table.insert({ keyId, wrappedKey });
    expect(await table.find(keyId)).toEqual({ wrappedKey });
  });
  it('knows a missing row from an erased key', async () => {
    const keyId = randomUUID();
    expect(await table.find(keyId)).toBeUndefined();
    await table.insert({ keyId, wrappedKey: Buffer.from('x') });
    await database.query(
      'update personal_data_key set wrapped_key = null, erased_at = now() where key_id = $1',
      [keyId],
    );
    expect(await table.find(keyId)).toEqual({ wrappedKey: null });
  });
  it('never puts a key in the place of another', async () => {
    const row = { keyId: randomUUID(), wrappedKey: Buffer.from('x') };
    await table.insert(row);
    await expect(table.insert({ ...row, wrappedKey: Buffer.from('y') })).rejects.toThrow();
    expect(await table.find(row.keyId)).toEqual({ wrappedKey: Buffer.from('x') });
  });
  it('has no key without a value that is not marked as erased', async () => {
    const statement = 'insert into personal_data_key (key_id) values ($1)';
    await expect(database.query(statement, [randomUUID()])).rejects.toThrow(/check/);
  });
  it('keeps what a key ring needs', async () => {
    const masterKey = Buffer.alloc(32, 5);
    const { keyId, key } = await new KeyRing(table, masterKey).create();
    expect(await new KeyRing(table, masterKey).find(keyId)).toEqual(key);
    const [row] = await database.query<{ wrapped_key: Buffer }>(
      'select wrapped_key from personal_data_key where key_id = $1',
      [keyId],
    );
    expect(row?.wrapped_key.includes(key)).toBe(false);
  });
  it('that cannot be reached says so', async () => {
    const dataSource = dataSourceFor({
      url: 'postgres://127.0.0.1:1/none',
      migrations,
      log: silent,
    });
    const away = new PostgresKeyTable(new PostgresDatabase({ dataSource, log: silent }));
    await expect(away.find(randomUUID())).rejects.toBeInstanceOf(DatabaseUnavailable);
  });
});

/** A migration's name ends in the time by which they are ordered. */
const timeOf = (name: string): number => Number(/\d+$/.exec(name)?.[0]);

describe('the migrations', () => {
  it('run once, on an empty database, in order', async () => {
    const dataSource = dataSourceFor({ url: await emptyDatabaseUrl(), migrations, log: silent });
    expect(await migrate(dataSource)).toEqual(
      migrations.map(({ name }) => name).toSorted((one, other) => timeOf(one) - timeOf(other)),
    );
    expect(await migrate(dataSource)).toEqual([]);
  });
});
