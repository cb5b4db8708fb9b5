// node dist/main.js --port N --dir D [--host H]: the server in the foreground. Reads no environment.
import { parseArgs } from 'node:util';
import { startEmbeddedEventStore } from './server/embedded-event-store.js';
import { consoleLog } from './server/log.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2113' },
    dir: { type: 'string', default: '.city/eventstore' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});

try {
  const store = await startEmbeddedEventStore({
    dir: values.dir,
    port: Number(values.port),
    host: values.host,
    log: consoleLog,
  });
  console.log(`listening on ${store.url}`);
  const leave = (): void => {
    void store.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  void store.failed.then(() => process.exit(1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
