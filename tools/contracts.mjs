// Generated contracts are committed; a file that the generator changes was out of date.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

const files = () =>
  readdirSync(path.join(root, 'apps'))
    .map((app) => path.join('apps', app, 'contracts', 'openapi.json'))
    .filter((file) => existsSync(path.join(root, file)));

export const readContracts = () =>
  new Map(files().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

/** The contracts that differ from those read before, as failures with a name. */
export const driftSince = (before) =>
  [...readContracts()]
    .filter(([file, content]) => before.get(file) !== content)
    .map(([file]) => `${file} was out of date; it is generated now: commit it`);
