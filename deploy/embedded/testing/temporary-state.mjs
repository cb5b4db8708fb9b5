// A state folder of a test's own, and an environment in which nothing else is given.
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appsOfRun } from '../apps.mjs';
import { freePortAfter } from '../ports.mjs';
import { outside } from '../postgres/programs.mjs';
import { storesOfRun } from '../stores.mjs';
import { variables } from '../throw-away.mjs';

const ours = [
  ...['HOST', 'AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'],
  ...['PERSONAL_DATA_KEY', 'FINGERPRINT_KEY', ...Object.values(variables)],
];
// The launcher under test is no part of the test run, and is not called by the npm above it.
const foreign = ['NODE_TEST_CONTEXT', 'npm_lifecycle_event'];

const withoutSettings = () => {
  const dropped = [...foreign, ...ours.flatMap((name) => [name, `${name}_FILE`])];
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !dropped.includes(name)),
  );
};

/** Free ports by variable, below those that the system gives to outgoing connections. */
export const freePorts = async () => {
  const ports = {};
  let last = randomInt(15_000, 30_000);
  for (const { portVariable } of [...appsOfRun(), ...storesOfRun()])
    ports[portVariable] = last = await freePortAfter(last, '127.0.0.1');
  return ports;
};

export const temporaryState = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'city-launcher-'));
  const inFolder = (...parts) => path.join(folder, ...parts);
  const read = (name) => JSON.parse(readFileSync(inFolder(name), 'utf8'));
  const elsewhere = inFolder('postgres-place');
  return {
    folder,
    inFolder,
    read,
    has: (name) => existsSync(inFolder(name)),
    env: { ...withoutSettings(), CITY_STATE: folder },
    remove: () => {
      if (existsSync(elsewhere)) {
        const name = path.basename(readFileSync(elsewhere, 'utf8').trim());
        rmSync(path.join(outside, name), { recursive: true, force: true });
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
