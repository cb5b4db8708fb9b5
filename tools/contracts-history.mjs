// node tools/contracts-history.mjs: what was released stays. Compares the generated contracts, the examples of
// published events and the stored golden events with those of the last commit, of the last release (tag v*)
// and, when it is set, of CONTRACTS_BASE (in CI the branch that a change goes to). Exits 1 and names each break.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { contractFiles } from './contracts.mjs';
import { root } from './install.mjs';

const git = (...args) => {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
};

const lines = (text) => (text ?? '').split('\n').filter((line) => line !== '');

const lastRelease = git('describe', '--tags', '--match', 'v*', '--abbrev=0')?.trim();
const bases = [...new Set(['HEAD', lastRelease, process.env.CONTRACTS_BASE].filter(Boolean))];

// Never edited, never deleted: somebody may hold a copy.
const kept = ['libs/contracts/*/examples/*', 'apps/*/src/*/persistence/stored/*'];

const changesOfKept = (base) =>
  lines(git('diff', '--name-only', '--no-renames', '--diff-filter=DMT', base, '--', ...kept)).map(
    (file) => `${file} is not what it was; put a further one beside it`,
  );

// The OpenAPI document is compared by readers: only what is stored by others has to hold for ever.
const hasToHold = /\/(?:contracts\/asyncapi|json-schema\/[^/]+)\.json$/;

const { breakingChanges } = await import(
  pathToFileURL(path.join(root, 'libs/contracts/envelope/dist/index.js')).href
);

const changesOf = (base, file) => {
  const before = JSON.parse(git('show', `${base}:${file}`));
  if (!contractFiles().includes(file)) return [`${file} is gone`];
  const after = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  return breakingChanges(before, after).map((change) => `${file} ${change}`);
};

const breaksSince = (base) => {
  const tree = git('ls-tree', '-r', '--name-only', base, '--', 'apps', 'libs');
  if (tree === undefined) return [`there is no ${base} in this clone`];
  const contracts = lines(tree).filter((file) => hasToHold.test(file));
  const breaks = [...changesOfKept(base), ...contracts.flatMap((file) => changesOf(base, file))];
  console.log(`${base}: ${contracts.length} contracts compared, ${breaks.length} breaks`);
  return breaks;
};

if (git('rev-parse', '--verify', 'HEAD') === undefined) {
  console.log('Contracts are not compared with earlier ones: this is no git clone.');
} else {
  const breaks = bases.flatMap(breaksSince);
  for (const line of new Set(breaks)) console.error(`✗ ${line}`);
  process.exitCode = breaks.length === 0 ? 0 : 1;
}
