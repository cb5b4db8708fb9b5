import { Client, DatabaseError, escapeIdentifier } from 'pg';

const NO_SUCH_DATABASE = '3D000';
/** duplicate_database, and what its race ends in: unique_violation. */
const EXISTS_ALREADY = new Set(['42P04', '23505']);

const codeOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

/** The URL of another database of the same server. */
export const databaseUrl = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
};

const connected = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** The URL's own database need not exist. */
const anyDatabaseOf = (serverUrl: string): Promise<Client> =>
  connected(serverUrl).catch((error: unknown) => {
    if (codeOf(error) !== NO_SUCH_DATABASE) throw error;
    return connected(databaseUrl(serverUrl, 'postgres'));
  });

/** Makes the database when it is missing; the role of the URL must be allowed to.
 *  @returns its URL */
export const ensureDatabase = async (serverUrl: string, name: string): Promise<string> => {
  const client = await anyDatabaseOf(serverUrl);
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`);
  } catch (error) {
    if (!EXISTS_ALREADY.has(codeOf(error) ?? '')) throw error;
  } finally {
    await client.end();
  }
  return databaseUrl(serverUrl, name);
};
