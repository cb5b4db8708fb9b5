// Starts a store in a host process of its own (hosts/host.mjs), tied to this process by a pipe.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { identify, isAlive, send } from './processes.mjs';
import { StartFailure } from './settings.mjs';

const program = path.join(import.meta.dirname, 'hosts', 'host.mjs');

const lastLines = (text) => (text ?? '').trim().split('\n').slice(-12).join('\n');

/** `ready`: the line of a store that answers, or undefined when the host ends before; `last`: why. */
const listen = (host, exited) => {
  const messages = { last: undefined };
  messages.ready = new Promise((resolve) => {
    createInterface({ input: host.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.ended === undefined) resolve(message);
      else messages.last = message;
    });
    void exited.then(() => resolve(undefined));
  });
  return messages;
};

/**
 * Resolves once the store answers. `ended` resolves with the reason when the store ends, also
 * when it was told to. `stop` returns when the store and its host are gone.
 * Throws StartFailure when the store ends before it answers.
 */
export const startHosted = async (kind, settings, onHost = () => {}) => {
  const host = spawn(process.execPath, [program, kind, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  host.stdin.on('error', () => {});
  const exited = once(host, 'close');
  const messages = listen(host, exited);
  let running;
  const store = {
    kind,
    host: host.pid,
    ended: exited.then(() => {
      // A host that was killed could not stop its store.
      if (running !== undefined && isAlive(running)) send(running.pid, 'SIGKILL');
      return messages.last?.ended ?? 'its host process ended';
    }),
    stop: async () => {
      host.stdin.end();
      await exited;
    },
    /** Lets this process end although the store runs; the pipe then closes and the store stops. */
    release: () => {
      host.unref();
      host.stdout.unref();
      host.stdin.unref();
    },
  };
  onHost(store);
  const message = await messages.ready;
  if (message === undefined)
    throw new StartFailure(
      `${kind} did not start: ${messages.last?.ended ?? 'no reason given'}\n${lastLines(messages.last?.output)}`,
    );
  running = identify(message.pid);
  return Object.assign(store, message);
};
