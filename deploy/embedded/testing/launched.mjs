// npm start as a process of its own, with what it prints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../paths.mjs';
import { until } from './conditions.mjs';

const program = path.join(root, 'deploy', 'embedded', 'start.mjs');
const flags = ['--no-build', '--no-demo'];

/** Starts the built city. `onLine` gets each line of standard output as it comes. */
export const launched = (env, onLine = () => {}) => {
  // As under npm: the launcher stops when this process is gone, however that ends.
  const asNpm = { ...env, npm_lifecycle_event: 'start' };
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(process.execPath, [program, ...flags], { cwd: root, env: asNpm, stdio });
  const printed = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const before = printed.out.lastIndexOf('\n') + 1;
    printed.out += text;
    const end = printed.out.lastIndexOf('\n');
    if (end >= before) printed.out.slice(before, end).split('\n').forEach(onLine);
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.error += text));
  const ended = once(child, 'close').then(([status, signal]) => ({ status, signal, ...printed }));
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  const said = (pattern) =>
    until(`${pattern} in\n${printed.out}${printed.error}`, () => {
      const match = pattern.exec(printed.out);
      if (match !== null) return match;
      if (isRunning()) return undefined;
      throw new Error(`It ended without ${pattern}:\n${printed.out}${printed.error}`);
    });

  return {
    pid: child.pid,
    printed,
    /** Resolves with { status, signal, out, error } once it is gone and all its output is read. */
    ended,
    isRunning,
    /** Resolves with the match once this was printed; rejects when the launcher ends without. */
    said,
    send: (signal) => child.kill(signal),
  };
};
