// Commands of the launcher: install, build, migrate. Their output is shown when they fail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from './paths.mjs';
import { StartFailure } from './settings.mjs';

const tied = path.join(import.meta.dirname, 'tied-run.mjs');
const running = new Set();

/** Stops the commands that are under way and resolves when they are gone. */
export const stopCommands = () =>
  Promise.all(
    [...running].map(async (command) => {
      command.stdin.end();
      if (command.exitCode === null && command.signalCode === null) await once(command, 'exit');
    }),
  );

/** Runs a script of ours; throws StartFailure with its last output when it fails. */
export const runNode = async (what, args, env = process.env) => {
  const command = spawn(process.execPath, [tied, process.execPath, ...args], {
    cwd: root,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [command.stdout, command.stderr])
    stream.on('data', (text) => (output = `${output}${text}`.slice(-20_000)));
  command.stdin.on('error', () => {});
  running.add(command);
  const [status] = await once(command, 'close');
  running.delete(command);
  if (status !== 0) throw new StartFailure(`${what} failed:\n${output.trim()}`);
};
