import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Asks until the answer is neither undefined nor false. `within` in milliseconds.
 *  @throws Error naming what was waited for, with the last failure */
export const waitUntil = async <T>(
  what: string,
  ask: () => Promise<T | false | undefined> | T | false | undefined,
  within = 30_000,
): Promise<T> => {
  const end = Date.now() + within;
  let failure: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end)
      throw new Error(`waited ${String(within)} ms in vain: ${what}`, { cause: failure });
    await pause(LOOK_EVERY_MS);
  }
};
