import type { PostgresDatabase, Tx } from '../connection/postgres-database.js';
import { processorOf, tableOf, type ReadModelVersion } from './read-model-version.js';

const KEPT = '1 hour';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A read model by its name, `<app>.<name>`, and the bare name of its table. */
export interface ReadModelName {
  readonly name: string;
  readonly table: string;
}

/** Drops tables that were retired long enough ago that nobody reads them any more.
 *  @throws DatabaseUnavailable */
export const dropRetired = async (
  database: Pick<PostgresDatabase, 'query' | 'transaction'>,
  model: ReadModelName,
  kept = KEPT,
): Promise<void> => {
  const due = await database.query<{ name: string }>(
    `select name from retired_table
     where read_model = $1 and retired_at <= now() - $2::interval`,
    [model.name, kept],
  );
  for (const { name } of due)
    await database.transaction(async (tx) => {
      await tx.query(`drop table if exists ${quoted(name)}`);
      await tx.query('delete from retired_table where name = $1', [name]);
    });
};

/** Makes the table of a version that is to be filled, empty, in the shape of the one in use, and forgets what
 *  an earlier attempt has left. @throws DatabaseUnavailable */
export const beginVersion = async (
  tx: Tx,
  { name, table }: ReadModelName,
  { version }: ReadModelVersion,
): Promise<void> => {
  const next = processorOf(name, version + 1);
  const [old, made] = [tableOf(table, version), tableOf(table, version + 1)];
  await tx.query('delete from checkpoint where processor = $1', [next]);
  await tx.query('delete from stream_aside where processor = $1', [next]);
  await tx.query(`drop table if exists ${quoted(made)}`);
  await tx.query(`create table ${quoted(made)} (like ${quoted(old)} including all)`);
};

interface Places {
  readonly old: string | null;
  readonly next: string | null;
}

const placesOf = async (tx: Tx, old: string, next: string): Promise<Places> => {
  const rows = await tx.query<{ processor: string; position: string }>(
    'select processor, position from checkpoint where processor = any($1) order by 1 for update',
    [[old, next]],
  );
  const of = (name: string) => rows.find(({ processor }) => processor === name)?.position ?? null;
  return { old: of(old), next: of(next) };
};

/** Puts the next version in use, in one transaction, unless it is behind the one that is.
 *  @returns whether it did; also true when that has been done already
 *  @throws DatabaseUnavailable */
export const switchVersion = (
  database: Pick<PostgresDatabase, 'transaction'>,
  { name, table }: ReadModelName,
  { version }: ReadModelVersion,
): Promise<boolean> =>
  database.transaction(async (tx) => {
    const [row] = await tx.query<ReadModelVersion>(
      'select version, stale from read_model where name = $1 for update',
      [name],
    );
    if (row === undefined) throw new Error(`there is no read model ${name}`);
    if (row.version !== version) return row.version > version;
    const old = processorOf(name, version);
    const places = await placesOf(tx, old, processorOf(name, version + 1));
    // A stale model has nothing that could be ahead, and one that has read nothing neither.
    const isBehind = BigInt(places.next ?? -1) < BigInt(places.old ?? -1);
    if (isBehind && !row.stale) return false;
    await tx.query('update read_model set version = $2, stale = false where name = $1', [
      name,
      version + 1,
    ]);
    await tx.query('delete from checkpoint where processor = $1', [old]);
    await tx.query('delete from stream_aside where processor = $1', [old]);
    await tx.query(
      `insert into retired_table (name, read_model) values ($1, $2)
       on conflict (name) do update set retired_at = now()`,
      [tableOf(table, version), name],
    );
    return true;
  });
