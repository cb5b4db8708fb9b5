// The apps of the embedded run, and what each is told by its environment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { jwksFile, secretFile } from './keys.mjs';
import { inState, root } from './paths.mjs';
import { identify, whenGone } from './processes.mjs';
import { StartFailure, isGiven, portSetting, setting } from './settings.mjs';

const stayWithParent = pathToFileURL(path.join(import.meta.dirname, 'stay-with-parent.mjs')).href;

export const databases = ['incidents', 'risk', 'security', 'operations'];

export const appsOfRun = () => [
  {
    name: 'incidents',
    portVariable: 'INCIDENTS_PORT',
    port: portSetting('INCIDENTS_PORT', 3_001),
    main: path.join(root, 'apps', 'incidents', 'dist', 'main.js'),
    migrate: path.join(root, 'apps', 'incidents', 'dist', 'migrate.js'),
  },
];

export const listenHost = () => setting('HOST') ?? '127.0.0.1';

// A wildcard is no address to call.
const callHost = () => {
  const host = listenHost();
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

export const urlOf = ({ port }) => `http://${callHost()}:${port}`;

const databaseOf = (server, name) => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

const ours = () => {
  const values = {
    AUTH_ISSUER: () => ['AUTH_ISSUER', 'city'],
    AUTH_AUDIENCE: () => ['AUTH_AUDIENCE', 'city-operations'],
    AUTH_JWKS_URL: () => ['AUTH_JWKS_URL', pathToFileURL(jwksFile()).href],
    PERSONAL_DATA_KEY: () => ['PERSONAL_DATA_KEY_FILE', secretFile('personal-data.key')],
    FINGERPRINT_KEY: () => ['FINGERPRINT_KEY_FILE', secretFile('fingerprint.key')],
  };
  const missing = Object.keys(values).filter((name) => !isGiven(name));
  return Object.fromEntries(missing.map((name) => values[name]()));
};

/** The whole environment of an app; `urls` are those of the servers. */
export const environmentOf = (app, { postgres, kafka, eventstore, publicUrl }) => {
  const env = {
    ...process.env,
    ...ours(),
    HOST: listenHost(),
    PORT: String(app.port),
    PUBLIC_URL: publicUrl,
    POSTGRES_URL: databaseOf(postgres, app.name),
    KAFKA_BROKERS: kafka,
    EVENTSTORE_URL: eventstore,
  };
  // We have read these; what we hand over counts.
  for (const name of ['HOST', 'POSTGRES_URL', 'KAFKA_BROKERS', 'EVENTSTORE_URL'])
    delete env[`${name}_FILE`];
  return env;
};

const answers = async (url) => {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return status === 200;
  } catch {
    return false;
  }
};

const lastLines = (log) => readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');

const stop = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const identity = identify(child.pid);
  child.kill('SIGTERM');
  child.kill('SIGCONT'); // a frozen process hears nothing else
  if (!(await whenGone(identity, 15_000))) child.kill('SIGKILL');
};

/** Starts an app and resolves once `until` answers 200; in the shape of a store of host-process.mjs. */
export const startApp = async (app, { env, until }, onStart) => {
  const log = inState('log', `${app.name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', stayWithParent, app.main],
    // In a group of its own, Ctrl-C in a terminal does not stop it before its turn.
    { cwd: root, env, detached: true, stdio: ['ignore', output, output, 'ipc'] },
  );
  closeSync(output);
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? `status ${code}`);
  const running = { pid: child.pid, ended, stop: () => stop(child) };
  onStart(running);
  while (!(await answers(`${urlOf(app)}${until}`))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new StartFailure(`${app.name} ended while it started:\n${lastLines(log)}`);
    await sleep(100);
  }
  return running;
};
