// The three stores of the embedded run: where they are, or how they are started.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startHosted } from './host-process.mjs';
import { fetchJars, hasJars } from './kafka/jars.mjs';
import { checkJava } from './kafka/java.mjs';
import { folder, inState, state } from './paths.mjs';
import { isHidden, outside } from './postgres/programs.mjs';
import { portSetting, setting } from './settings.mjs';

const patience = 20_000;

// Root's clone may be closed to the user that Postgres runs as; then its data lies elsewhere, under
// a random name that is kept here: a new clone at the same path must not find the old data.
const elsewhere = inState('postgres-place');

const postgresHome = () => {
  if (!existsSync(elsewhere)) {
    if (!isHidden(state)) return inState('postgres');
    writeFileSync(elsewhere, `${randomBytes(16).toString('hex')}\n`);
  }
  const name = readFileSync(elsewhere, 'utf8').trim();
  return folder(path.join(folder(outside), name, 'postgres'), 0o700);
};

/** In the order in which they are stopped, the last first. */
export const storesOfRun = () => [
  {
    name: 'postgres',
    variable: 'POSTGRES_URL',
    given: setting('POSTGRES_URL'),
    portVariable: 'POSTGRES_PORT',
    port: portSetting('POSTGRES_PORT', 5_432),
    prepare: () => ({ data: path.join(postgresHome(), 'data') }),
  },
  {
    name: 'kafka',
    variable: 'KAFKA_BROKERS',
    given: setting('KAFKA_BROKERS'),
    portVariable: 'KAFKA_PORT',
    port: portSetting('KAFKA_PORT', 9_092),
    check: () => checkJava({ needsMaven: !hasJars() }),
    prepare: async () => {
      await fetchJars();
      return {
        data: inState('kafka', 'data'),
        controllerPort: portSetting('KAFKA_CONTROLLER_PORT', undefined),
      };
    },
  },
  {
    name: 'eventstore',
    variable: 'EVENTSTORE_URL',
    given: setting('EVENTSTORE_URL'),
    portVariable: 'EVENTSTORE_PORT',
    port: portSetting('EVENTSTORE_PORT', 2_113),
    prepare: () => ({ data: inState('eventstore') }),
  },
];

/** Starts a store on its durable data; `onHost` gets it before it answers, so that it can be stopped. */
export const startStore = async ({ name, port, prepare }, onHost) => {
  const settings = { ...(await prepare()), port, patience, durable: true };
  return startHosted(name, { ...settings, log: inState('log', `${name}.log`) }, onHost);
};

const kept = ['keys', 'kafka', 'launcher.json'];

/** --fresh: removes all state but the keys and Kafka's programs. */
export const removeData = () => {
  if (existsSync(elsewhere)) {
    const name = readFileSync(elsewhere, 'utf8').trim();
    if (/^[0-9a-f]{32}$/.test(name))
      rmSync(path.join(outside, name), { recursive: true, force: true });
  }
  for (const name of readdirSync(state).filter((each) => !kept.includes(each)))
    rmSync(inState(name), { recursive: true, force: true });
  for (const name of ['data', 'data.new', 'data.properties'])
    rmSync(inState('kafka', name), { recursive: true, force: true });
};
