// The options of npm start, after `--`.
import { parseArgs } from 'node:util';
import { StartFailure } from './settings.mjs';

export const usage = `npm start [-- options]
  --fresh          begin anew: remove the data of the embedded stores (keys are kept)
  --no-demo        no demo city
  --only stores    only the stores, no apps
  --no-build       run what was built before
  --help           this text
Ports (environment): INCIDENTS_PORT 3001, POSTGRES_PORT 5432, KAFKA_PORT 9092, EVENTSTORE_PORT 2113
A store is left out when its URL is given: POSTGRES_URL, KAFKA_BROKERS, EVENTSTORE_URL
State lies in .city/, or in the folder that CITY_STATE names`;

const known = {
  fresh: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: true },
  only: { type: 'string' },
  build: { type: 'boolean', default: true },
  help: { type: 'boolean', default: false },
};

export const readOptions = (args) => {
  try {
    const { values } = parseArgs({ args, options: known, allowNegative: true });
    if (values.only === undefined || values.only === 'stores') return values;
    throw new Error(`--only knows "stores", not "${values.only}"`);
  } catch (error) {
    throw new StartFailure(`${error.message}\n\n${usage}`);
  }
};
