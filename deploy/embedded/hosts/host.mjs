// node host.mjs <postgres|kafka|eventstore> <settings as JSON>
// The process around one store. It is tied to whoever started it by a pipe: when standard input
// closes, for whatever reason, it stops the store in good order and ends. It stands in a process
// group of its own, so Ctrl-C in a terminal reaches neither it nor the store.
// Standard output: {"url", "pid"} once the store answers; {"ended"} when the store ends by itself.
import { once } from 'node:events';
import { appendFileSync, rmSync } from 'node:fs';
import { identify, whenGone } from '../processes.mjs';

const [kind, json] = process.argv.slice(2);
const settings = JSON.parse(json);
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

let lastOutput = '';
const keepOutput = (text) => {
  lastOutput = `${lastOutput}${text}`.slice(-4_000);
  if (settings.log !== undefined) appendFileSync(settings.log, text);
};

let store;
let closed;
let stopping = false;

const stopProgram = async ({ child, stopSignal }) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const identity = identify(child.pid);
  child.kill(stopSignal);
  child.kill('SIGCONT'); // a frozen process hears nothing else
  if (!(await whenGone(identity, settings.patience))) child.kill('SIGKILL');
  await closed;
};

const end = async (status) => {
  if (store !== undefined) {
    await stopProgram(store);
    store.afterStop();
  }
  if (settings.removes !== undefined) rmSync(settings.removes, { recursive: true, force: true });
  process.exit(status);
};

const stop = () => {
  if (stopping) return;
  stopping = true;
  void end(0);
};

process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', stop);
process.stdin.resume().once('close', stop);
process.stdout.on('error', stop);

const watch = (child) => {
  closed = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) stream.on('data', keepOutput);
  child.once('exit', (code, signal) => {
    if (stopping) return;
    stopping = true;
    say({ ended: signal ?? `status ${code}`, output: lastOutput });
    void end(3);
  });
};

const { start } = await import(`./${kind}.mjs`);
try {
  store = await start(settings, watch, (early) => (store = early));
  if (!stopping) say({ url: store.url, pid: store.child.pid });
} catch (error) {
  if (!stopping) {
    stopping = true;
    say({ ended: error.message, output: lastOutput });
    await end(1);
  }
}
