import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';
import type { FeedItem } from './processor.js';
import type { Timing } from './timing.js';

const never = new Promise<never>(() => undefined);
const timing = (sleep: () => Promise<void>): Timing => ({ now: () => 0, sleep, random: () => 0.5 });
const still = timing(() => never);
const limits = { maxEvents: 3, maxMillis: 20 };

const event = (position: bigint): FeedItem => ({
  kind: 'event',
  event: {
    id: String(position),
    stream: 'thing-1',
    revision: position,
    position,
    type: 'ThingNoted',
    data: {},
    metadata: {},
    storedAt: '2026-11-01T10:00:00Z',
  },
});

const feedOf = async function* (
  items: readonly FeedItem[],
  end: Promise<void> = Promise.resolve(),
): AsyncGenerator<FeedItem> {
  yield* items;
  await end;
};

const gathered = async (batches: Batches) => {
  const batch = await batches.next();
  return batch && { ...batch, events: batch.events.map(({ position }) => position) };
};

describe('batches', () => {
  it('are handed over when they are full', async () => {
    const batches = new Batches(feedOf([1n, 2n, 3n, 4n].map(event)), limits, still);
    expect(await gathered(batches)).toStrictEqual({
      events: [1n, 2n, 3n],
      to: 3n,
      caughtUp: false,
    });
    expect(await gathered(batches)).toStrictEqual({ events: [4n], to: 4n, caughtUp: false });
    expect(await gathered(batches)).toBeUndefined();
  });

  it('are handed over when history ends', async () => {
    const batches = new Batches(feedOf([event(1n), { kind: 'caught-up' }], never), limits, still);
    expect(await gathered(batches)).toStrictEqual({ events: [1n], to: 1n, caughtUp: true });
  });

  it('are handed over when their time is up', async () => {
    const hasty = timing(() => Promise.resolve());
    const batches = new Batches(feedOf([event(1n)], never), limits, hasty);
    expect(await gathered(batches)).toStrictEqual({ events: [1n], to: 1n, caughtUp: false });
  });

  it('end beyond the events of others that came after their own', async () => {
    const items: FeedItem[] = [event(1n), { kind: 'position', position: 9n }];
    const batches = new Batches(feedOf(items), limits, still);
    expect(await gathered(batches)).toStrictEqual({ events: [1n], to: 9n, caughtUp: false });
  });

  it('hand a position over at once when no events wait', async () => {
    const batches = new Batches(feedOf([{ kind: 'position', position: 9n }], never), limits, still);
    expect(await gathered(batches)).toStrictEqual({ events: [], to: 9n, caughtUp: false });
  });

  it('throw the error of the feed', async () => {
    const broken = Promise.reject(new Error('connection lost'));
    const batches = new Batches(feedOf([event(1n)], broken), limits, still);
    await expect(gathered(batches)).rejects.toThrow('connection lost');
  });

  it('read nothing ahead while a batch is in hand', async () => {
    let pulled = 0;
    const counting = async function* () {
      for (const position of [1n, 2n, 3n, 4n, 5n]) {
        pulled += 1;
        yield await Promise.resolve(event(position));
      }
    };
    const batches = new Batches(counting(), limits, still);
    await batches.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBe(3);
  });
});
