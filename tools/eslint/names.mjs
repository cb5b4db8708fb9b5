// The names of files and folders: kebab-case, and no word that says nothing.
// node tools/eslint/names.mjs: checks every file that git knows or would add.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../install.mjs';

const empty = /^(?:common|helpers?|managers?|misc|shared|utils?)$/;
const kebab = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;

/** What is wrong with the name of this file, or undefined. */
export const faultOfName = (file) => {
  for (const part of file.split('/')) {
    const word = part.split(/[-.]/).find((each) => empty.test(each));
    if (word !== undefined) return `"${word}" says nothing: name what it is about`;
    if (/\.(?:mjs|ts)$/.test(part) && !kebab.test(part)) return 'is not kebab-case';
  }
  return undefined;
};

const filesOfRepository = () => {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', 'apps', 'libs', 'tools'];
  const { stdout } = spawnSync('git', [...args, 'deploy'], { cwd: root, encoding: 'utf8' });
  return (stdout ?? '').split('\n').filter((file) => file !== '');
};

// Brought in byte for byte.
const isForeign = (file) => file.startsWith('libs/embedded-eventstoredb/conformance/');

if (import.meta.filename === path.resolve(process.argv[1] ?? '')) {
  const faults = filesOfRepository()
    .filter((file) => !isForeign(file))
    .map((file) => [file, faultOfName(file)])
    .filter(([, fault]) => fault !== undefined);
  for (const [file, fault] of faults) console.error(`${file}: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
