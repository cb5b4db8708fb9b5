import { describe, expect, it } from '@jest/globals';
import {
  CheckpointMoved,
  ReactionPending,
  reactionId,
  reactorProcessor,
  type Batch,
  type ProcessorProgress,
  type StoredEvent,
  type StreamAside,
} from '@city/event-sourcing';
import { ManualTiming } from './fake-timing.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

const NOW = Date.parse('2026-11-24T08:00:10.000Z');
const stored = (stream: string, revision: bigint, secondsAgo = 60): StoredEvent => ({
  ...{ id: `${stream}@${String(revision)}`, stream, revision, position: 10n + revision },
  ...{ type: 'Paired', data: {}, metadata: {} },
  storedAt: new Date(NOW - secondsAgo * 1_000).toISOString(),
});
const batch = (...events: StoredEvent[]): Batch => ({ events, from: 9n, to: 20n });

/** A reactor on ports that write down, in one list, what they were asked for. */
const reactor = (failures: Readonly<Record<string, Error>> = {}) => {
  const seen: string[] = [];
  const aside: StreamAside[] = [];
  const timing = new ManualTiming();
  const progress: ProcessorProgress = {
    position: () => Promise.resolve(9n),
    aside: () => Promise.resolve(aside.map(({ stream }) => stream)),
    asked: () => Promise.resolve([]),
    advance: (from, to, found) => {
      if (from !== 9n) return Promise.reject(new CheckpointMoved('test.reactor'));
      aside.push(...found);
      seen.push(`checkpoint ${String(to)}`);
      return Promise.resolve();
    },
    settle: () => Promise.resolve(),
  };
  const processor = reactorProcessor({
    ...{ name: 'test.reactor', prefixes: ['pair-'], progress, store: new InMemoryEventStore() },
    ...{ timing, clock: () => NOW },
    react: ({ id }, commandId) => {
      const failure = failures[id];
      if (failure !== undefined) return Promise.reject(failure);
      expect(commandId).toBe(reactionId(id, 'test.reactor'));
      seen.push(id);
      return Promise.resolve();
    },
  });
  return { processor, seen, aside, timing };
};

describe('a reactor', () => {
  it('sends one command per event in the order of the store, and then moves its checkpoint', async () => {
    const { processor, seen } = reactor();
    await processor.process(
      batch(stored('pair-a', 0n), stored('pair-b', 0n), stored('pair-a', 1n)),
    );
    expect(seen).toEqual(['pair-a@0', 'pair-b@0', 'pair-a@1', 'checkpoint 20']);
  });

  it('takes an event when it is two seconds old', async () => {
    const { processor, seen, timing } = reactor();
    const processing = processor.process(batch(stored('pair-a', 0n, 0.5)));
    await new Promise((resolve) => setImmediate(resolve));
    expect([seen, timing.sleeps]).toEqual([[], [1_500]]);
    timing.advance(1_500);
    await processing;
    expect(seen).toEqual(['pair-a@0', 'checkpoint 20']);
  });

  it('waits no longer than that for an event from the future', async () => {
    const { processor, timing } = reactor();
    const processing = processor.process(batch(stored('pair-a', 0n, -3_600)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(timing.sleeps).toEqual([2_000]);
    timing.advance(2_000);
    await processing;
  });

  it('leaves its checkpoint while a command has no outcome', async () => {
    const { processor, seen } = reactor({ 'pair-b@0': new ReactionPending('busy') });
    const processing = processor.process(batch(stored('pair-a', 0n), stored('pair-b', 0n)));
    await expect(processing).rejects.toThrow(ReactionPending);
    expect(seen).toEqual(['pair-a@0']);
  });

  it('sets a stream aside whose event it cannot handle', async () => {
    const { processor, seen, aside } = reactor({ 'pair-a@0': new TypeError('no pair') });
    await processor.process(
      batch(stored('pair-a', 0n), stored('pair-a', 1n), stored('pair-b', 0n)),
    );
    expect(seen).toEqual(['pair-b@0', 'checkpoint 20']);
    expect(aside).toMatchObject([{ stream: 'pair-a', revision: 0n }]);
  });

  it('gives each reactor a command id of its own', () => {
    expect(reactionId('e', 'a')).toBe(reactionId('e', 'a'));
    expect(reactionId('e', 'a')).not.toBe(reactionId('e', 'b'));
  });
});
