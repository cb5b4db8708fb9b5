import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckpointMoved } from '@city/event-sourcing';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import { throwAwayDatabase } from '../testing/throw-away-database.js';
import { PostgresCheckpoints } from './postgres-checkpoints.js';

describe('a checkpoint', () => {
  let database: PostgresDatabase;
  let checkpoints: PostgresCheckpoints;
  beforeAll(async () => {
    database = await throwAwayDatabase();
    checkpoints = new PostgresCheckpoints(database);
  });
  afterAll(() => database.close());

  const advance = (name: string, from: bigint | undefined, to: bigint) =>
    checkpoints.advance(database, name, from, to);

  it('is absent before the first step', async () => {
    expect(await checkpoints.read('a')).toBeUndefined();
  });

  it('moves from where it stands, also beyond 2^53', async () => {
    await advance('b', undefined, 7n);
    await advance('b', 7n, 18446744073709551615n);
    expect(await checkpoints.read('b')).toBe(18446744073709551615n);
  });

  it.each([
    ['from another place', 6n],
    ['as if it were new', undefined],
  ])('does not move %s', async (_, from) => {
    const name = `c ${String(from)}`;
    await advance(name, undefined, 5n);
    await expect(advance(name, from, 9n)).rejects.toBeInstanceOf(CheckpointMoved);
    expect(await checkpoints.read(name)).toBe(5n);
  });

  it('does not come into being from a place', async () => {
    await expect(advance('d', 1n, 2n)).rejects.toBeInstanceOf(CheckpointMoved);
  });

  it('lets exactly one of two runners through', async () => {
    await advance('e', undefined, 1n);
    const step = (to: bigint) => database.transaction((tx) => checkpoints.advance(tx, 'e', 1n, to));
    const results = await Promise.allSettled([step(2n), step(3n)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('stays when the transaction fails', async () => {
    await advance('f', undefined, 1n);
    const failing = database.transaction(async (tx) => {
      await checkpoints.advance(tx, 'f', 1n, 2n);
      throw new RangeError('no');
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    expect(await checkpoints.read('f')).toBe(1n);
  });
});
