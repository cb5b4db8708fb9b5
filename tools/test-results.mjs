// The numbers that test targets leave in <project>/test-results/<kind>.json.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { projectFolders } from './projects.mjs';

const kindOf = {
  test: 'unit',
  'test:int': 'int',
  'test:e2e': 'e2e',
  conformance: 'conformance',
};

const folders = () => [...projectFolders(), 'tools', 'deploy'];

const nameOf = (folder) =>
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')).nx.name;

const fileOf = (folder, kind) => path.join(root, folder, 'test-results', `${kind}.json`);

const everyFile = () =>
  folders().flatMap((folder) => Object.values(kindOf).map((kind) => fileOf(folder, kind)));

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

export const removeResults = () => {
  for (const file of everyFile()) rmSync(file, { force: true });
};

export const totals = () => {
  const results = everyFile()
    .filter((file) => existsSync(file))
    .map(read);
  const sum = (key) => results.reduce((total, result) => total + (result[key] ?? 0), 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
};

/** True when the failure of this target (`project:target`) shows in its own numbers. */
export const isCounted = (task) => {
  const [project, ...target] = task.split(':');
  const kind = kindOf[target.join(':')];
  const folder = folders().find((each) => nameOf(each) === project);
  if (kind === undefined || folder === undefined) return false;
  const file = fileOf(folder, kind);
  return existsSync(file) && read(file).failed > 0;
};
