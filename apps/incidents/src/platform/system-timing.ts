import type { Timing } from '@city/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';

/** The process's own clock and chance. */
export const systemTiming: Timing = {
  now: () => performance.now(),
  sleep: async (ms) => {
    await sleep(ms, undefined);
  },
  random: () => Math.random(),
};
