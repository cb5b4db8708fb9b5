// The settings that a service is given, against its own config.ts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../embedded/paths.mjs';

/** Values in the place of secrets, which no file here holds. */
const stands = {
  EVENTSTORE_URL: 'esdb+discover://store.example:2113',
  POSTGRES_URL: 'postgres://store.example/incidents',
  PERSONAL_DATA_KEY: Buffer.alloc(32).toString('base64'),
  FINGERPRINT_KEY: Buffer.alloc(32).toString('base64'),
};

const isSecret = (name) => name in stands;

const knownTo = (app) => {
  const source = readFileSync(path.join(root, 'apps', app, 'src', 'config.ts'), 'utf8');
  const [, object] = /z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(source) ?? [];
  if (object === undefined) throw new Error(`The settings of ${app} are not found in config.ts.`);
  return [...object.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
};

const unknown = (app, environment) => {
  const known = knownTo(app);
  const names = new Set([...known, ...known.map((name) => `${name}_FILE`)]);
  return Object.keys(environment)
    .filter((name) => !names.has(name))
    .map((name) => `${name} is no setting of ${app}.`);
};

const withStands = (environment, folder) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const secret = name.replace(/_FILE$/, '');
      if (secret === name || !isSecret(secret)) return [name, value];
      const file = path.join(folder, secret);
      writeFileSync(file, stands[secret]);
      return [name, file];
    }),
  );

/** The service's own opinion: missing and wrong settings, by the compiled reader of its settings. */
const refused = async (app, environment) => {
  const compiled = path.join(root, 'apps', app, 'dist', 'config.js');
  const { readConfig } = await import(pathToFileURL(compiled).href);
  const folder = mkdtempSync(path.join(tmpdir(), 'city-settings-'));
  try {
    readConfig(withStands(environment, folder));
    return [];
  } catch (error) {
    return [error.message];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What is wrong with the environment of a container: secrets in clear. */
export const clearSecrets = (environment) => [
  ...Object.keys(environment)
    .filter((name) => /(PASSWORD|SECRET|TOKEN|_KEY)$/.test(name) || name === 'POSTGRES_URL')
    .map((name) => `${name} is given in clear; give ${name}_FILE.`),
  ...Object.entries(environment)
    .filter(([, value]) => /:\/\/[^/@\s]*:[^/@\s]+@/.test(String(value)))
    .map(([name]) => `${name} holds a password.`),
];

/** What is wrong with the whole environment of a service. */
export const settingsFaults = async (app, environment) => [
  ...unknown(app, environment),
  ...clearSecrets(environment),
  ...(await refused(app, environment)),
];
