// The Compose file: its shape, and what it promises.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../embedded/paths.mjs';
import { clearSecrets } from './settings.mjs';

const top = ['services', 'secrets', 'configs', 'volumes', 'networks', 'name'];
const ofService = [
  ...[
    'image',
    'build',
    'user',
    'read_only',
    'tmpfs',
    'cap_drop',
    'security_opt',
    'init',
    'restart',
  ],
  ...['environment', 'secrets', 'configs', 'volumes', 'ports', 'command', 'entrypoint', 'shm_size'],
  ...['healthcheck', 'depends_on', 'stop_grace_period', 'profiles', 'networks'],
];

/** The Compose file with its anchors resolved. */
export const readCompose = () =>
  parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true });

/** The default of `${NAME:-default}`. */
export const interpolated = (environment = {}) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );

const unknownKeys = ({ services, ...others }) => [
  ...Object.keys(others)
    .filter((key) => !top.includes(key) && !key.startsWith('x-'))
    .map((key) => `${key} is no key of a Compose file.`),
  ...Object.entries(services).flatMap(([name, service]) =>
    Object.keys(service)
      .filter((key) => !ofService.includes(key))
      .map((key) => `services.${name}.${key} is not known here.`),
  ),
];

const sourceOf = (use) => (typeof use === 'string' ? use : use.source);

const undefinedNames = (compose, name) => {
  const { secrets = [], configs = [], depends_on: needs = {} } = compose.services[name];
  const missing = (kind, uses) =>
    uses
      .filter((use) => !(use in (compose[kind] ?? {})))
      .map((use) => `${name}: no ${kind} ${use}`);
  return [
    ...missing('secrets', secrets.map(sourceOf)),
    ...missing('configs', configs.map(sourceOf)),
    ...missing('services', Object.keys(needs)),
  ];
};

const waits = ({ services }, name) =>
  Object.entries(services[name].depends_on ?? {})
    .filter(([, { condition }]) => condition === 'service_healthy')
    .filter(([needed]) => services[needed]?.healthcheck?.test === undefined)
    .map(([needed]) => `${name} waits for the health of ${needed}, which has no check.`);

const openPorts = ({ services }, name) =>
  (services[name].ports ?? [])
    .filter((port) => !String(port).startsWith('127.0.0.1:'))
    .map((port) => `${name}: port ${port} is open to the network.`);

const looseImage = ({ services }, name) =>
  /^city\/|:[\w.-]*\d[\w.-]*$/.test(services[name].image ?? '')
    ? []
    : [`${name}: ${services[name].image} has no version.`];

const perService = { undefinedNames, waits, openPorts, looseImage };

/** Everything that is wrong with the file, by the rules of this page. */
export const composeFaults = (compose) => [
  ...unknownKeys(compose),
  ...Object.keys(compose.services).flatMap((name) => [
    ...Object.values(perService).flatMap((faultsOf) => faultsOf(compose, name)),
    ...clearSecrets(compose.services[name].environment ?? {}).map((fault) => `${name}: ${fault}`),
  ]),
];

const programs = [['docker', 'compose'], ['docker-compose']];

/** What Compose itself says; undefined where it is not installed. No engine is needed. */
export const composeSays = (...files) => {
  const found = programs.find(([command, ...args]) => {
    const { status } = spawnSync(command, [...args, 'version'], { stdio: 'ignore' });
    return status === 0;
  });
  if (found === undefined) return undefined;
  const [command, ...args] = found;
  const names = files.flatMap((file) => ['-f', file]);
  const env = { ...process.env, CITY_DISTRICTS: '/etc/city/districts.geojson' };
  const run = spawnSync(command, [...args, ...names, 'config', '--quiet'], { cwd: root, env });
  return run.status === 0 ? [] : [String(run.stderr)];
};
