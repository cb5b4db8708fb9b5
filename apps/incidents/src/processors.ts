// node dist/processors.js list | retry <processor> [stream] | adopt-store: for operators, on the stores of
// the environment; "npm run processors" calls it.
import { createLogger } from '@city/observability';
import { systemTiming } from './platform/system-timing.js';
import { readConfig } from './config.js';
import { incidentPublisher } from './incident/incident.module.js';
import { adoptStore, listProcessors, retryStreams } from './platform/processor-commands.js';
import { openStores } from './platform/stores.js';

const usage = 'npm run processors -- list | retry <processor> [stream] | adopt-store';
const [command, ...names] = process.argv.slice(2);
const config = readConfig(process.env);
const log = createLogger({
  name: 'incidents-processors',
  level: 'error',
  destination: process.stderr,
});
const stores = openStores(config, log);
const say = (line: string): void => {
  console.log(line);
};

const run = async (): Promise<boolean> => {
  const [processor, stream] = names;
  if (command === 'list') return listProcessors(stores, say);
  if (command === 'retry' && processor !== undefined)
    return retryStreams({ stores, timing: systemTiming, say }, processor, stream);
  if (command === 'adopt-store')
    return adoptStore(stores, { toHead: [incidentPublisher], fromBeginning: [] }, say);
  say(`Usage: ${usage}`);
  return false;
};

try {
  await stores.database.connect();
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await stores.close();
}
