// One step of `npm test`: a command whose output is shown while it runs and looked at afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './install.mjs';

const run = async (args, env) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    process.stdout.write(text);
    output += text;
  });
  const [status] = await once(child, 'close');
  return { status, output: stripVTControlCharacters(output) };
};

// Nx ends with a list of what failed: "Failed tasks:" and lines such as "- incidents:test:int".
const failedTasks = (output) => {
  const [, list] = output.split('Failed tasks:');
  return (list ?? '').split('\n').flatMap((line) => /^\s*- (\S+:\S+)\s*$/.exec(line)?.[1] ?? []);
};

const nxProgram = path.join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');

/** Runs targets of all projects; returns the names of those that failed (`project:target`). */
export const nxStep = async (targets, { parallel, env = {}, exclude = [] }) => {
  const flags = [`--parallel=${parallel}`, '--nxBail=false', '--outputStyle=stream'];
  if (exclude.length > 0) flags.push(`--exclude=${exclude.join()}`);
  const args = [nxProgram, 'run-many', '-t', ...targets, ...flags];
  const { status, output } = await run(args, { NX_DAEMON: 'false', ...env });
  const failed = failedTasks(output);
  return status !== 0 && failed.length === 0 ? [`nx:${targets.join('+')}`] : failed;
};

/** Runs a program of node_modules; returns its name when it failed. */
export const toolStep = async (name, program, ...args) => {
  const { status } = await run([path.join(root, 'node_modules', ...program), ...args], {});
  return status === 0 ? [] : [name];
};
