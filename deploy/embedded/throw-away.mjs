// Stores for one test run: real ones, on free ports, in a folder that goes with them. Each is tied
// to this process by a pipe, so kill -9 of the tests leaves neither process nor file.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHosted } from './host-process.mjs';
import { fetchJars, hasJars } from './kafka/jars.mjs';
import { checkJava } from './kafka/java.mjs';
import { folder } from './paths.mjs';
import { freePort } from './ports.mjs';
import { isHidden, outside } from './postgres/programs.mjs';

/** The variable in which each store's URL is handed to tests and apps. */
export const variables = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  eventstore: 'EVENTSTORE_URL',
};

const home = (kind) => {
  const parent = kind === 'postgres' && isHidden(tmpdir()) ? folder(outside) : tmpdir();
  return folder(mkdtempSync(path.join(parent, `city-${kind}-`)), 0o711);
};

export const startThrowAway = async (kind) => {
  if (kind === 'kafka') {
    checkJava({ needsMaven: !hasJars() });
    await fetchJars();
  }
  const removes = home(kind);
  const own = kind === 'postgres' ? { database: 'test' } : {};
  const data = path.join(removes, 'store', 'data');
  const settings = { ...own, data, removes, durable: false, patience: 10_000 };
  return startHosted(kind, { ...settings, port: await freePort() });
};

/** Starts those of the stores whose URL is not given, and returns their URLs by variable. */
export const startMissing = async (kinds) => {
  const missing = kinds.filter((kind) => process.env[variables[kind]] === undefined);
  const results = await Promise.allSettled(missing.map(startThrowAway));
  const stores = results.filter(({ value }) => value !== undefined).map(({ value }) => value);
  const stop = () => Promise.all(stores.map((store) => store.stop()));
  const failure = results.find(({ reason }) => reason !== undefined);
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  const env = Object.fromEntries(stores.map(({ kind, url }) => [variables[kind], url]));
  return { env, stop, release: () => stores.forEach((store) => store.release()) };
};
