import type { Timing } from './timing.js';

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** How long a command may try, and how it waits between two tries. */
export class Deadline {
  private readonly end: number;
  private tries = 0;

  constructor(
    private readonly timing: Timing,
    ms: number,
  ) {
    this.end = timing.now() + ms;
  }

  get isPast(): boolean {
    return this.timing.now() >= this.end;
  }

  /** Waits by chance, longer with every try, so that rivals do not meet again. */
  async pause(): Promise<void> {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** this.tries, LONGEST_PAUSE_MS);
    this.tries += 1;
    await this.timing.sleep(longest * this.timing.random());
  }
}
