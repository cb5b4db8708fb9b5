// npm run migrate: databases, tables and topics, on the stores given by URL or else on those of the
// running system. npm start does the same by itself.
import { appsOfRun, databases, environmentOf, urlOf } from './apps.mjs';
import { runNode } from './commands.mjs';
import { makeDatabases } from './postgres/databases.mjs';
import { phase } from './progress.mjs';
import { runningEndpoints } from './records.mjs';
import { StartFailure, setting } from './settings.mjs';

const variables = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  eventstore: 'EVENTSTORE_URL',
};

const urlsOfStores = () => {
  const running = runningEndpoints() ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([store, variable]) => {
      const url = setting(variable) ?? running[store];
      if (url === undefined)
        throw new StartFailure(`${variable} is not set, and no system runs here (npm start).`);
      return [store, url];
    }),
  );
};

const migrate = async () => {
  const urls = urlsOfStores();
  await makeDatabases(urls.postgres, databases);
  for (const app of appsOfRun())
    await phase('migrate', `${app.name} …`, () =>
      runNode(
        `Migrating ${app.name}`,
        [app.migrate],
        environmentOf(app, { ...urls, publicUrl: urlOf(app) }),
      ),
    );
};

try {
  await migrate();
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exitCode = 1;
}
