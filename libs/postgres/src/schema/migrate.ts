import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';

/** Key of the lock that two migrators of one database share. */
const MIGRATION_LOCK = '7061726974795231';

const untilLocked = async (runner: QueryRunner, deadline: number): Promise<void> => {
  for (;;) {
    const [row] = (await runner.query('select pg_try_advisory_lock($1::bigint) as locked', [
      MIGRATION_LOCK,
    ])) as { locked: boolean }[];
    if (row?.locked === true) return;
    if (performance.now() > deadline) throw new Error('another migrator holds the lock');
    await sleep(200);
  }
};

/** Runs the migrations that the database has not seen, each in a transaction of its own, on connections
 *  without statement timeout. Of several migrators at once one works and the others wait.
 *  @returns names of those that were run
 *  @throws when the lock is not had within `lockTimeoutMs` (60,000) */
export const migrate = async (
  source: DataSource,
  lockTimeoutMs = 60_000,
): Promise<readonly string[]> => {
  const own = new DataSource({ ...source.options, extra: { max: 2 } });
  await own.initialize();
  try {
    const runner = own.createQueryRunner();
    await untilLocked(runner, performance.now() + lockTimeoutMs);
    try {
      const run = await own.runMigrations({ transaction: 'each' });
      return run.map(({ name }) => name);
    } finally {
      await runner.query('select pg_advisory_unlock($1::bigint)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await own.destroy();
  }
};
