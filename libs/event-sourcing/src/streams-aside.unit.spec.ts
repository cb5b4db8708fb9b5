import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, StreamGone, type StoredEvent } from './event-store.js';
import { CannotContinue } from './processor.js';
import { MOST_STREAMS_ASIDE, replayOf, StreamSieve } from './streams-aside.js';
import { NewerSchema, UnknownEventType, UnreadableEvent } from './unreadable-event.js';

const stored = (stream: string, revision: bigint): StoredEvent => ({
  ...{ id: `${stream}@${String(revision)}`, stream, revision, position: 10n + revision },
  ...{ type: 'Noted', data: {}, metadata: {}, storedAt: '2026-11-24T08:00:00.000Z' },
});

describe('a sieve', () => {
  it('holds back streams that stand aside, and those that it sets aside itself', () => {
    const sieve = new StreamSieve('test.p', ['a']);
    sieve.setAside(stored('b', 3n), new UnreadableEvent(stored('b', 3n), new Error('no number')));
    expect(['a', 'b', 'c'].filter((name) => sieve.holdsBack(stored(name, 9n)))).toEqual(['a', 'b']);
    expect(sieve.found).toEqual([
      {
        ...{ stream: 'b', revision: 3n, position: 13n },
        error: 'UnreadableEvent: b@3 (Noted): cannot be read: no number',
      },
    ]);
  });

  it.each([
    new StoreUnavailable('away'),
    new UnknownEventType(stored('a', 0n)),
    new NewerSchema(stored('a', 0n), 2, 1),
  ])('sets nothing aside for %s', (error) => {
    const sieve = new StreamSieve('test.p', []);
    expect(() => {
      sieve.setAside(stored('a', 0n), error);
    }).toThrow(error);
    expect(sieve.found).toEqual([]);
  });

  it('stops the processor when too many streams wait', () => {
    const standing = Array.from({ length: MOST_STREAMS_ASIDE - 1 }, (_, n) => `s${String(n)}`);
    const sieve = new StreamSieve('test.p', standing);
    sieve.setAside(stored('last', 0n), new Error('bad'));
    expect(() => {
      sieve.setAside(stored('one more', 0n), new Error('bad'));
    }).toThrow(CannotContinue);
  });
});

describe('a replay', () => {
  const storeOf = (...events: StoredEvent[]) => ({
    read: async function* (_stream: string, from = 0n) {
      await Promise.resolve();
      yield* events.filter(({ revision }) => revision >= from);
    },
  });
  const aside = { stream: 'a', revision: 1n, position: 11n, error: '' };
  const store = storeOf(...[0n, 1n, 2n, 3n, 4n].map((revision) => stored('a', revision)));

  it('begins at the event that failed and ends at the checkpoint', async () => {
    const { events, next } = await replayOf(store, aside, { until: 13n });
    expect(events.map(({ revision }) => revision)).toEqual([1n, 2n, 3n]);
    expect(next).toBeUndefined();
  });

  it('goes in portions', async () => {
    const { events, next } = await replayOf(store, aside, { until: 14n, limit: 2 });
    expect(events.map(({ revision }) => revision)).toEqual([1n, 2n]);
    expect(next?.revision).toBe(3n);
  });

  it('has nothing of a stream that was deleted', async () => {
    const gone = {
      read: async function* (stream: string): AsyncGenerator<StoredEvent> {
        await Promise.resolve();
        throw new StreamGone(stream);
      },
    };
    expect(await replayOf(gone, aside, { until: 14n })).toEqual({ events: [], next: undefined });
  });
});
