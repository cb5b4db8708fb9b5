// The embedded city: from nothing to running, phase by phase, and back.
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { isInstalled } from '../../tools/install.mjs';
import { appsOfRun, databases, environmentOf, startApp, urlOf } from './apps.mjs';
import { checkPorts, checkPrograms } from './checks.mjs';
import { runNode, stopCommands } from './commands.mjs';
import { folder, inState, root } from './paths.mjs';
import { makeDatabases } from './postgres/databases.mjs';
import { phase, say } from './progress.mjs';
import * as records from './records.mjs';
import { removeData, startStore, storesOfRun } from './stores.mjs';
import { Supervisor } from './supervisor.mjs';
import { allTokens } from './tokens.mjs';

const installer = path.join(root, 'tools', 'install.mjs');
const nx = path.join(root, 'tools', 'nx.mjs');

// The logs of this start and of the one before.
const turnLogs = (names) => {
  folder(inState('log'));
  for (const name of names)
    if (existsSync(inState('log', `${name}.log`)))
      renameSync(inState('log', `${name}.log`), inState('log', `${name}.previous.log`));
};

export class City {
  #options;
  #stores = storesOfRun();
  #apps;
  #urls = {};
  #tokens;
  #ready = false;
  #supervisor = new Supervisor(() => this.#record());

  constructor(options) {
    this.#options = options;
    this.#apps = options.only === 'stores' ? [] : appsOfRun();
  }

  /** What must hold before anything long runs. Throws a StartFailure. */
  async check() {
    checkPrograms(this.#stores);
    await records.clearLeftovers();
    await checkPorts(this.#stores, this.#apps);
  }

  async start() {
    if (this.#options.fresh) removeData();
    turnLogs([...this.#stores, ...this.#apps].map(({ name }) => name));
    await this.#install();
    if (this.#options.build) await this.#build();
    await this.#startStores();
    await this.#migrate();
    for (const app of this.#apps) await this.#startApp(app);
    this.#tokens = allTokens();
    this.#ready = true;
    this.#record();
  }

  /** Apps first, then the stores in the reverse of the order in which they depend on each other. */
  async stop() {
    this.#ready = false;
    records.removeRecords();
    await stopCommands();
    const apps = this.#apps.map(({ name }) => name);
    await this.#supervisor.stop([...apps, 'eventstore', 'kafka', 'postgres']);
    records.forgetProcesses();
  }

  /** As in endpoints.json. */
  endpoints() {
    const apps = this.#apps.map((app) => [app.name, { url: urlOf(app) }]);
    return { ...Object.fromEntries(apps), ...this.#urls, tokens: this.#tokens };
  }

  async #install() {
    if (isInstalled()) return say('install', 'nothing to do');
    return phase('install', 'npm ci; the first time takes a minute or more …', () =>
      runNode('Installing the dependencies', [installer]),
    );
  }

  #build() {
    const store = this.#stores.find(({ name }) => name === 'eventstore');
    const projects = [
      ...this.#apps.map(({ name }) => name),
      ...(store.given === undefined ? ['embedded-eventstoredb'] : []),
    ];
    if (projects.length === 0) return undefined;
    const args = ['run-many', '-t', 'build', '-p', projects.join(',')];
    return phase('build', `${projects.join(', ')} …`, () => runNode('The build', [nx, ...args]));
  }

  async #startStores() {
    const results = await Promise.allSettled(this.#stores.map((store) => this.#startStore(store)));
    const failure = results.find(({ reason }) => reason !== undefined);
    if (failure !== undefined) throw failure.reason;
  }

  #startStore(store) {
    if (store.given !== undefined) {
      this.#urls[store.name] = store.given;
      say(store.name, `given by ${store.variable}`);
      return undefined;
    }
    const part = {
      name: store.name,
      pause: 5_000,
      start: (onProcess) => startStore(store, onProcess),
    };
    return phase(store.name, 'starting …', async () => {
      this.#urls[store.name] = (await this.#supervisor.add(part)).url;
      return `ready on port ${store.port}`;
    });
  }

  #environment(app) {
    return environmentOf(app, { ...this.#urls, publicUrl: urlOf(app) });
  }

  async #migrate() {
    await phase('migrate', 'databases, tables, topics …', async () => {
      await makeDatabases(this.#urls.postgres, databases);
      for (const app of this.#apps)
        await runNode(`Migrating ${app.name}`, [app.migrate], this.#environment(app));
    });
  }

  #startApp(app) {
    const env = this.#environment(app);
    const part = {
      name: app.name,
      pause: 1_000,
      // A restarted app is back when it lives: it may have to wait for a store that is down.
      start: (onProcess, again) =>
        startApp(app, { env, until: again ? '/health/live' : '/health/ready' }, onProcess),
    };
    return phase(app.name, 'starting …', async () => {
      await this.#supervisor.add(part);
      return `ready on ${urlOf(app)}`;
    });
  }

  #record() {
    records.noteProcesses(this.#supervisor.processes());
    if (!this.#ready) return;
    const pids = { launcher: process.pid, ...this.#supervisor.pids() };
    records.publishRecords(this.endpoints(), pids);
  }
}
