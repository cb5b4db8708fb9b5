// Generated contracts are committed; a file that the generator changes was out of date.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { projectFolders } from './projects.mjs';

/** Folders of projects that hold nothing but generated documents. */
const generated = ['contracts', 'json-schema'];

/** Every generated contract, as a path from the root. */
export const contractFiles = () =>
  projectFolders()
    .flatMap((project) => generated.map((folder) => path.join(project, folder)))
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.json'));

export const readContracts = () =>
  new Map(contractFiles().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

/** The contracts that differ from those read before, as failures with a name. */
export const driftSince = (before) => {
  const after = readContracts();
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  return changed.map((file) => `${file} was out of date; it is generated now: commit it`);
};
