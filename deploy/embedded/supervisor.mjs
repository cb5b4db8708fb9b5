// Keeps stores and apps alive: one that ends by itself is named and started again with its data.
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.mjs';
import { StartFailure } from './settings.mjs';

/** A part: { name, pause (ms before it is started again), start(onProcess, again) }. */
export class Supervisor {
  #parts = [];
  #stopping = false;
  #onChange;

  /** `onChange` is called whenever a process has come or a part is back. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Process ids by name. A part that is down keeps its last id until it is back. */
  pids() {
    return Object.fromEntries(this.#parts.map(({ name, pid }) => [name, pid]));
  }

  /** Name, host and program id of every part that was started, also before it answers. */
  processes() {
    return this.#parts
      .filter(({ running }) => running !== undefined)
      .map(({ name, running: { host, pid } }) => ({ name, host, pid }));
  }

  /** Starts a part for the first time; a failure is the caller's. */
  async add(part) {
    const kept = { ...part };
    this.#parts.push(kept);
    await this.#start(kept, false);
    void this.#keep(kept);
    return kept.running;
  }

  /** Stops the parts one after the other, in this order of names. */
  async stop(names) {
    this.#stopping = true;
    const ordered = names.flatMap((name) => this.#parts.filter((part) => part.name === name));
    for (const { name, running } of ordered) {
      if (running === undefined) continue;
      say(name, 'stopping …');
      await running.stop();
      await running.ended;
    }
  }

  async #start(part, again) {
    if (this.#stopping) throw new StartFailure('stopping');
    const onProcess = (running) => {
      part.running = running;
      this.#onChange();
    };
    part.running = await part.start(onProcess, again);
    part.pid = part.running.pid;
    this.#onChange();
  }

  async #keep(part) {
    for (;;) {
      const reason = await part.running.ended;
      if (this.#stopping) return;
      say(part.name, `ended by itself (${reason}); starts again in ${part.pause / 1_000} s`);
      if (!(await this.#restart(part))) return;
      say(part.name, `is back (process ${part.running.pid})`);
    }
  }

  async #restart(part) {
    for (;;) {
      await sleep(part.pause);
      if (this.#stopping) return false;
      try {
        await this.#start(part, true);
        return true;
      } catch (error) {
        if (this.#stopping) return false;
        say(part.name, `${error.message}\nTried again in ${part.pause / 1_000} s.`);
      }
    }
  }
}
