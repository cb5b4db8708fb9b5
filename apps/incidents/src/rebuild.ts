// node dist/rebuild.js <read model>: builds it anew beside the one in use, while the service runs;
// "npm run rebuild -- incidents <read model>" calls it.
import type { ProcessorStatus } from '@city/event-sourcing';
import { createLogger } from '@city/observability';
import { rebuildReadModel } from '@city/postgres';
import { readConfig } from './config.js';
import { incidentReadModels } from './incident/incident.module.js';
import { rebuildProgress } from './platform/rebuild-progress.js';
import { openStores } from './platform/stores.js';
import { systemTiming } from './platform/system-timing.js';

const config = readConfig(process.env);
const log = createLogger({
  name: 'incidents-rebuild',
  level: 'error',
  destination: process.stderr,
});
const [name = '(none named)'] = process.argv.slice(2);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stop.abort(new Error('stopped; the version in use stays'));
  });

const rebuild = async (): Promise<void> => {
  const model = incidentReadModels.find((each) => each.name === `incidents.${name}`);
  if (model === undefined) {
    const known = incidentReadModels.map((each) => each.name.slice('incidents.'.length));
    throw new Error(`There is no read model ${name}; there is: ${known.join(', ')}`);
  }
  const stores = openStores(config, log);
  try {
    await stores.database.connect();
    await stores.identity.check();
    const progress = await rebuildProgress(stores, (line) => {
      console.log(`${name}: ${line}`);
    });
    const onStatus = (status: ProcessorStatus): void => {
      progress(status);
    };
    const parts = { ...stores, timing: systemTiming, log, onStatus };
    const version = await rebuildReadModel(model, parts, stop.signal);
    console.log(`${name}: version ${String(version)} is in use`);
  } finally {
    await stores.close();
  }
};

try {
  await rebuild();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
