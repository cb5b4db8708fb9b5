import { describe, expect, it } from '@jest/globals';
import {
  AnotherStore,
  nameStore,
  recogniseStore,
  storeIdOf,
  type FoundStore,
  type KnownStore,
} from '@city/event-sourcing';
import { InMemoryEventStore } from './in-memory-event-store.js';

const now = '2026-11-24T08:00:00.000Z';
const known: KnownStore = { storeId: 's1', head: 50n, kafkaClusterId: 'k1' };
const found: FoundStore = { storeId: 's1', head: 60n, kafkaClusterId: 'k1' };

describe('the id of a store', () => {
  it('is given once, also when two give it together', async () => {
    const store = new InMemoryEventStore();
    expect(await storeIdOf(store)).toBeUndefined();
    const [first, second] = await Promise.all([
      nameStore(store, 'a', now),
      nameStore(store, 'b', now),
    ]);
    expect(first).toBe(second);
    expect(await nameStore(store, 'c', now)).toBe(first);
    expect(await storeIdOf(store)).toBe(first);
  });
});

describe('a store', () => {
  it('is remembered with its head and the Kafka cluster', () => {
    expect(recogniseStore(undefined, found, undefined)).toEqual({ ...known, head: 60n });
    expect(recogniseStore(known, found, 60n)).toEqual({ ...known, head: 60n });
  });

  it('is recognised while Kafka is away', () => {
    expect(recogniseStore(known, { ...found, kafkaClusterId: undefined }, 5n)).toEqual({
      ...known,
      head: 60n,
    });
  });

  it.each<[string, Partial<FoundStore>, bigint | undefined]>([
    ['has another id', { storeId: 's2' }, undefined],
    ['has none', { storeId: undefined }, undefined],
    ['ends before what was seen', { head: 49n }, undefined],
    ['ends before a checkpoint', { head: 60n }, 61n],
    ['is empty', { head: undefined }, undefined],
    ['stands beside another Kafka cluster', { kafkaClusterId: 'k2' }, undefined],
  ])('is another one when it %s', (_, difference, furthest) => {
    const recognise = () => recogniseStore(known, { ...found, ...difference }, furthest);
    expect(recognise).toThrow(AnotherStore);
    expect(recognise).toThrow('npm run processors -- adopt-store');
  });
});
