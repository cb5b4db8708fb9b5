// One database per app, in whatever server there is.
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../settings.mjs';

const alreadyThere = new Set(['42P04', '23505']); // the second: another process makes it right now

const connectTo = async (pg, server, database) => {
  const url = new URL(server);
  if (database !== undefined) url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
};

// The database that the URL names need not exist.
const connect = async (pg, server) => {
  const failures = [];
  for (const database of ['postgres', undefined, 'template1'])
    try {
      return await connectTo(pg, server, database);
    } catch (error) {
      failures.push(error);
    }
  throw failures[0];
};

const connectWithin = async (pg, server, ms) => {
  for (const end = Date.now() + ms; ; await sleep(500))
    try {
      return await connect(pg, server);
    } catch (error) {
      if (Date.now() < end) continue;
      throw new StartFailure(`Postgres cannot be used (POSTGRES_URL): ${error.message}`);
    }
};

/** Makes the databases that are missing; waits up to 30 s for the server. */
export const makeDatabases = async (server, names) => {
  const { default: pg } = await import('pg');
  const client = await connectWithin(pg, server, 30_000);
  try {
    const { rows } = await client.query('select datname from pg_database');
    const present = new Set(rows.map(({ datname }) => datname));
    for (const name of names.filter((each) => !present.has(each)))
      await client.query(`create database "${name}"`).catch((error) => {
        if (!alreadyThere.has(error.code))
          throw new StartFailure(`Database ${name} cannot be made: ${error.message}`);
      });
  } finally {
    await client.end();
  }
};
