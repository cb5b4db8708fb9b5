// Embedded Postgres: durable for npm start; for tests without fsync, and with a database to use.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { folder } from '../paths.mjs';
import { clearLock } from '../postgres/lock.mjs';
import { postgresPrograms, runAs } from '../postgres/programs.mjs';

const throwAway = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

const runOptions = (place) => ({
  ...runAs,
  cwd: place,
  env: { ...process.env, LC_ALL: 'C.UTF-8' },
});

const own = (...places) => {
  if (runAs.uid !== undefined) for (const place of places) chownSync(place, runAs.uid, runAs.gid);
};

/** Makes the cluster once. It gets its name when it is complete, so a crash leaves no half of one. */
const initialise = (initdb, home, data, durable) => {
  own(folder(home, 0o700));
  if (existsSync(data)) return;
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = path.join(home, 'password');
  writeFileSync(passwordFile, 'city\n', { mode: 0o600 });
  own(passwordFile);
  const { status, stdout, stderr } = spawnSync(
    initdb,
    [
      ...['-D', unfinished, '-U', 'city', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--locale=C.UTF-8', '--encoding=UTF8', ...(durable ? [] : ['--no-sync'])],
    ],
    { ...runOptions(home), encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`initdb failed:\n${stdout ?? ''}${stderr ?? ''}`);
  renameSync(unfinished, data);
};

const startServer = (postgres, { home, data, port, durable }) => {
  const flags = Object.entries({
    listen_addresses: '127.0.0.1',
    // TCP only: the path of a socket has a length limit that a deep clone would pass.
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : throwAway),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(postgres, ['-D', data, '-p', String(port), ...flags], {
    ...runOptions(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

/** Asks until the server answers; recovery after a crash may take a while. */
const whenReady = async (child, url, database) => {
  for (;;) {
    const client = new pg.Client({ connectionString: `${url}/postgres` });
    client.on('error', () => {});
    try {
      await client.connect();
      if (database !== undefined) await client.query(`create database ${database}`);
      return;
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
};

export const start = async (settings, watch, started) => {
  const { initdb, postgres } = postgresPrograms();
  const { data, database } = settings;
  const home = path.dirname(data);
  initialise(initdb, home, data, settings.durable);
  await clearLock(data);
  const child = startServer(postgres, { ...settings, home });
  const server = `postgres://city:city@127.0.0.1:${settings.port}`;
  const url = `${server}/${database ?? 'postgres'}`;
  const store = { child, stopSignal: 'SIGINT', url, afterStop: () => {} }; // SIGINT: fast shutdown
  started(store);
  watch(child);
  await whenReady(child, server, database);
  return store;
};
