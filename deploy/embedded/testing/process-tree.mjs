// Which processes a launcher has started, and which work on a state folder.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { identify } from '../processes.mjs';

const linux = process.platform === 'linux';

// A process that has ended meanwhile, or another user's, says nothing.
const read = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

const numbers = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

const parentOf = (stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

const listed = (column) =>
  spawnSync('ps', ['-A', '-ww', '-o', `pid=,${column}=`], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line).slice(1));

const parents = () => {
  const pairs = linux ? numbers().map((pid) => [pid, parentOf(read(pid, 'stat'))]) : listed('ppid');
  return pairs.map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
};

const below = (pid, all) =>
  all.filter(({ parent }) => parent === pid).flatMap((each) => [each.pid, ...below(each.pid, all)]);

/** Everything that this process has started and what that has started, as of processes.mjs. */
export const descendantsOf = (pid) => below(pid, parents()).map(identify);

const descriptions = () =>
  linux
    ? numbers().map((pid) => [pid, `${read(pid, 'cmdline')}${read(pid, 'environ')}`])
    : listed('command');

/** Ids of the processes whose command line or, on Linux, environment names this folder. */
export const processesOn = (folder) =>
  descriptions()
    .filter(([, text]) => text.includes(folder))
    .map(([pid]) => Number(pid));
