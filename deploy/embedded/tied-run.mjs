// node tied-run.mjs <program> [arguments]: runs a command that ends when standard input closes, with
// everything that it has started. It leads a process group of its own.
import { spawn } from 'node:child_process';

const [program, ...args] = process.argv.slice(2);
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code, signal) => process.exit(signal === null ? code : 1));

process.stdin.resume().once('close', () => {
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 10_000);
});
