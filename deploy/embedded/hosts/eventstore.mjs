// The embedded EventStoreDB stand-in: libs/embedded-eventstoredb, built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../paths.mjs';

const main = path.join(root, 'libs', 'embedded-eventstoredb', 'dist', 'main.js');

export const start = async ({ port, data }, watch, started) => {
  const flags = ['--enable-source-maps', main, '--port', String(port), '--dir', data];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  const store = {
    child,
    stopSignal: 'SIGTERM',
    url: `esdb://127.0.0.1:${port}?tls=false`,
    afterStop: () => {},
  };
  started(store);
  watch(child);
  const lines = createInterface({ input: child.stdout });
  await Promise.race([
    new Promise((resolve) => {
      lines.on('line', (line) => line.includes('listening on esdb://') && resolve());
    }),
    once(child, 'exit'),
  ]);
  return store;
};
