import type { EventFeed, FeedItem } from '@city/event-sourcing';
import type { InMemoryLog } from './in-memory-log.js';

export type FeedOptions = Parameters<EventFeed['subscribe']>[0];

/** Lets feeds wait for the next append. */
export class Wakeups {
  private waiting: (() => void)[] = [];

  wake(): void {
    const due = this.waiting;
    this.waiting = [];
    for (const resolve of due) resolve();
  }

  /** Resolves at the next append or when the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        signal.removeEventListener('abort', settle);
        this.waiting = this.waiting.filter((other) => other !== settle);
        resolve();
      };
      this.waiting.push(settle);
      signal.addEventListener('abort', settle);
      if (signal.aborted) settle();
    });
  }
}

/** The log from a position on, for ever: matching events, and where only others came, how far it has looked. */
export async function* followLog(
  { all }: InMemoryLog,
  wakeups: Wakeups,
  { prefixes, after, signal }: FeedOptions,
): AsyncGenerator<FeedItem> {
  let looked = after === undefined ? 0 : all.filter(({ position }) => position <= after).length;
  let given = looked;
  let live = false;
  while (!signal.aborted) {
    const event = all[looked];
    if (event !== undefined) {
      looked += 1;
      if (!prefixes.some((prefix) => event.stream.startsWith(prefix))) continue;
      given = looked;
      yield { kind: 'event', event };
      continue;
    }
    const last = all[looked - 1];
    if (given < looked && last !== undefined) {
      given = looked;
      yield { kind: 'position', position: last.position };
    } else if (!live) {
      live = true;
      yield { kind: 'caught-up' };
    } else {
      await wakeups.next(signal);
    }
  }
}
