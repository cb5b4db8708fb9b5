// npm start: one embedded city in the foreground until Ctrl-C, SIGTERM or the end of npm.
import { City } from './city.mjs';
import { announceStop, giveLockBack, takeLock } from './launcher-lock.mjs';
import { readOptions, usage } from './options.mjs';
import { folder, inState } from './paths.mjs';
import { say } from './progress.mjs';
import { removeRecords } from './records.mjs';
import { StartFailure } from './settings.mjs';

const greeting = ({ tokens, ...parts }) => {
  const urls = Object.entries(parts).map(
    ([name, part]) => `  ${name.padEnd(12)} ${part.url ?? part}`,
  );
  const docs = Object.values(parts)
    .filter((part) => part.url !== undefined)
    .map(({ url }) => `  Swagger UI   ${url}/docs`);
  const lines = Object.entries(tokens).map(([role, token]) => `  ${role.padEnd(12)} ${token}`);
  return [
    ...['', 'The city is running.', ...urls, ...docs],
    ...['', 'Tokens for all districts, valid for 30 days (others: npm run -s token):', ...lines],
    ...['', `All of this is in ${inState('endpoints.json')}; logs are in ${inState('log')}.`],
    ...[
      'Ctrl-C stops it, the next npm start keeps its data, npm start -- --fresh begins anew.',
      '',
    ],
  ].join('\n');
};

const explain = (error) =>
  console.error(`\n${error instanceof StartFailure ? error.message : error.stack}\n`);

class Launch {
  #city;
  #started = false;
  #stopped;

  async run(args) {
    const options = readOptions(args);
    if (options.help) return console.log(usage);
    this.#listen();
    folder(inState());
    await takeLock();
    removeRecords();
    this.#city = new City(options);
    await this.#city.check();
    this.#started = true;
    if (this.#stopped === undefined) await this.#city.start();
    if (this.#stopped === undefined) console.log(greeting(this.#city.endpoints()));
    return undefined;
  }

  /** Stops everything, once, and ends this process. */
  stop(status) {
    this.#stopped ??= this.#stopAll(status);
    return this.#stopped;
  }

  get isStopping() {
    return this.#stopped !== undefined;
  }

  async #stopAll(status) {
    announceStop();
    await this.#city?.stop();
    giveLockBack();
    if (this.#started) say('city', 'stopped');
    process.exit(status);
  }

  #listen() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => this.stop(0));
    // npm does not hand every signal on; when it is gone, so are we.
    const parent = process.ppid;
    if (process.env.npm_lifecycle_event !== undefined)
      setInterval(() => process.ppid !== parent && this.stop(0), 500);
    // Also keeps this process alive while only the host processes are left to wait for.
    else setInterval(() => {}, 60_000);
    process.on('uncaughtException', (error) => this.fail(error));
  }

  fail(error) {
    if (!this.isStopping) explain(error);
    return this.stop(1);
  }
}

export const launch = async (args) => {
  const current = new Launch();
  try {
    await current.run(args);
  } catch (error) {
    await current.fail(error);
  }
};
