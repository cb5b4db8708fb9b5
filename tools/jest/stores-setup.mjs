// One set of stores for the whole Jest run; specs take the URLs from the environment and use names
// (schemas, topics, streams) of their own. Which stores: "city": { "testStores" } in package.json.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startMissing } from '../../deploy/embedded/throw-away.mjs';

/** The stores that a project's int or e2e specs need. */
export const storesOf = (projectFolder, kind) => {
  if (kind === 'e2e') return ['postgres', 'kafka', 'eventstore'];
  const file = path.join(projectFolder, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).city?.testStores ?? ['postgres'];
};

export default async function setup(_globalConfig, { rootDir, testMatch }) {
  const kind = testMatch[0].includes('.e2e.') ? 'e2e' : 'int';
  const stores = await startMissing(storesOf(rootDir, kind));
  Object.assign(process.env, stores.env);
  stores.release();
  globalThis.__stopStores = stores.stop;
}
