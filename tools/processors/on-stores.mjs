// Runs a program of an app, in the foreground, on the stores given by URL or else on those of the running
// system.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { appsOfRun, environmentOf, urlOf } from '../../deploy/embedded/apps.mjs';
import { runningEndpoints } from '../../deploy/embedded/records.mjs';
import { setting } from '../../deploy/embedded/settings.mjs';

const variables = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  eventstore: 'EVENTSTORE_URL',
};

export const refuse = (message) => {
  console.error(message);
  process.exit(1);
};

const urlsOfStores = () => {
  const running = runningEndpoints() ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([store, variable]) => [
      store,
      setting(variable) ??
        running[store] ??
        refuse(`${variable} is not set, and no system runs here (npm start).`),
    ]),
  );
};

export const appNamed = (name) =>
  appsOfRun().find((app) => app.name === name) ?? refuse(`There is no app ${name}.`);

/** Gives the exit status of `dist/<program>.js` of the app. */
export const runOnStores = (app, program, args) => {
  const file = path.join(path.dirname(app.main), `${program}.js`);
  if (!existsSync(file)) refuse(`${app.name} is not built: npm run build`);
  const env = environmentOf(app, { ...urlsOfStores(), publicUrl: urlOf(app) });
  const flags = ['--enable-source-maps', file];
  return spawnSync(process.execPath, [...flags, ...args], { env, stdio: 'inherit' }).status ?? 1;
};
