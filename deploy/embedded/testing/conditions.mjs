// Waiting for something to become true, and saying what did not.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks every 25 ms, and resolves with the first answer that is not false or undefined. */
export const until = async (what, condition, ms = 30_000) => {
  for (const end = Date.now() + ms; ; await pause(25)) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
  }
};
