import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, StoreUnavailable } from '@city/event-sourcing';
import { readAll, someEvents } from './contract-material.js';
import { eventStoreContract } from './event-store-contract.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

eventStoreContract('in memory', () => {
  const store = new InMemoryEventStore();
  return Promise.resolve({ store, feed: store, close: () => Promise.resolve() });
});

describe('the in-memory store', () => {
  it('loses an append before it is written', async () => {
    const store = new InMemoryEventStore();
    store.failNextAppend('before');
    const lost = store.append('thing-1', 'no-stream', someEvents(1));
    await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await readAll(store, 'thing-1')).toStrictEqual([]);
  });

  it('loses an answer after the append is written', async () => {
    const store = new InMemoryEventStore();
    store.failNextAppend('after');
    const lost = store.append('thing-1', 'no-stream', someEvents(1));
    await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await readAll(store, 'thing-1')).toHaveLength(1);
  });

  it('refuses everything while it is unreachable', async () => {
    const store = new InMemoryEventStore();
    store.unreachable = true;
    const refused = store.append('thing-1', 'no-stream', someEvents(1));
    await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(readAll(store, 'thing-1')).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('stamps events with the clock that it is given', async () => {
    const store = new InMemoryEventStore({ now: () => '2026-11-01T10:00:00Z' });
    await store.append('thing-1', 'no-stream', someEvents(1));
    expect((await readAll(store, 'thing-1'))[0]?.storedAt).toBe('2026-11-01T10:00:00Z');
  });
});
