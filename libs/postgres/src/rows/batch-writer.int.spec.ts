import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import { throwAwayDatabase } from '../testing/throw-away-database.js';
import { loadRows, upsertRows } from './batch-writer.js';
import type { TableShape, Values } from './table-shape.js';

const board: TableShape = {
  name: 'Board of "all"',
  columns: {
    id: 'text',
    day: 'integer',
    revision: 'bigint',
    at: 'timestamptz',
    tags: 'text[]',
    place: 'jsonb',
    score: 'double precision',
    open: 'boolean',
  },
  key: ['id', 'day'],
  revision: 'revision',
};

const row = (id: string, revision: bigint, more: Values = {}): Values => ({
  ...{ id, day: 1, revision, at: '2026-11-24T08:00:00.000Z', tags: ['x', 'y "z"'] },
  ...{ place: { lon: 120.6, lat: 31.3 }, score: 0.1, open: true },
  ...more,
});

describe('the batch writer', () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await throwAwayDatabase();
    await database.query(`create table "Board of ""all""" (id text, day integer, revision bigint,
      at timestamptz, tags text[], place jsonb, score double precision, open boolean,
      primary key (id, day))`);
  });
  afterAll(() => database.close());

  const load = (...ids: string[]) =>
    loadRows(
      database,
      board,
      ids.map((id) => ({ id, day: 1 })),
    );

  it('gives back what it was given', async () => {
    const rows = [row('a', 9007199254740993n), row('b', 0n, { tags: [], place: null, at: null })];
    await upsertRows(database, board, rows);
    const loaded = await load('a', 'b', 'nobody', 'a');
    expect(loaded.sort((x, y) => (String(x.id) < String(y.id) ? -1 : 1))).toEqual(rows);
  });

  it('keeps a row that is as new or newer', async () => {
    await upsertRows(database, board, [row('c', 5n)]);
    await upsertRows(database, board, [row('c', 5n, { score: 1 })]);
    await upsertRows(database, board, [row('c', 4n, { score: 2 })]);
    expect(await load('c')).toEqual([row('c', 5n)]);
    await upsertRows(database, board, [row('c', 6n, { score: 3 })]);
    expect(await load('c')).toEqual([row('c', 6n, { score: 3 })]);
  });

  it('takes the last of several rows with one key', async () => {
    await upsertRows(database, board, [row('d', 1n), row('d', 2n, { score: 7 })]);
    expect(await load('d')).toEqual([row('d', 2n, { score: 7 })]);
  });

  it('writes text that Postgres cannot hold', async () => {
    await upsertRows(database, board, [row('e', 1n, { tags: ['a\u0000b'] })]);
    expect(await load('e')).toEqual([row('e', 1n, { tags: ['a\uFFFDb'] })]);
  });

  it('asks nothing when there is nothing to do', async () => {
    await upsertRows(database, board, []);
    expect(await load()).toEqual([]);
  });

  it('does not deadlock with another writer of the same rows', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `f${String(index)}`);
    const forwards = ids.map((id) => row(id, 1n));
    const backwards = [...ids].reverse().map((id) => row(id, 2n));
    await Promise.all([
      upsertRows(database, board, forwards),
      upsertRows(database, board, backwards),
    ]);
    const loaded = await load(...ids);
    expect(new Set(loaded.map(({ revision }) => revision))).toEqual(new Set([2n]));
  });
});
