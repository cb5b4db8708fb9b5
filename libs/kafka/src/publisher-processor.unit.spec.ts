import { describe, expect, it } from '@jest/globals';
import { cityEvent, integrationEvent, type CityEvent } from '@city/contracts-envelope';
import {
  CheckpointMoved,
  UnreadableEvent,
  type Batch,
  type ProcessorProgress,
  type StoredEvent,
  type StreamAside,
} from '@city/event-sourcing';
import { z } from 'zod';
import { BrokerUnavailable } from './broker-errors.js';
import { EventTooLarge } from './cloud-events/write-cloud-event.js';
import { publisherProcessor, type Publication } from './publisher-processor.js';

const sounded = integrationEvent({
  type: 'city.risk.siren-sounded.v1',
  description: 'A siren was heard',
  data: z.strictObject({ id: z.string() }),
  examples: [{ id: '7' }],
});
const stored = (revision: bigint, type = 'SirenSounded'): StoredEvent => ({
  id: `e${String(revision)}`,
  stream: 'siren-7',
  revision,
  position: 100n + revision,
  type,
  data: {},
  metadata: {},
  storedAt: '2026-11-24T14:03:07.000Z',
});
const eventOf = ({ id, position, storedAt }: StoredEvent): CityEvent =>
  cityEvent(
    sounded,
    {
      ...{ id, position, source: 'urn:city:risk', subject: '7' },
      ...{ occurredAt: storedAt, recordedAt: storedAt },
    },
    { id: '7' },
  );

const notes = (revision: bigint): StoredEvent => stored(revision, 'NoteAdded');
const broken = (revision: bigint): StoredEvent => stored(revision, 'Broken');

const publicationOf = (event: StoredEvent): Publication | undefined => {
  if (event.type === 'NoteAdded') return undefined;
  if (event.type === 'Broken') throw new UnreadableEvent(event, 'bad data');
  return { topic: event.type === 'Tested' ? 'tests' : 'sirens', event: eventOf(event) };
};

/** Runs a publisher on ports that write down, in one list, what they were asked for. */
const running = ({
  at = 99n,
  fault,
}: { at?: bigint; fault?: (id: string) => Error | undefined } = {}) => {
  const seen: string[] = [];
  const inStore: StoredEvent[] = [];
  const aside = new Map<string, StreamAside>();
  let checkpoint: bigint | undefined = at;
  const progress: ProcessorProgress = {
    position: () => Promise.resolve(checkpoint),
    aside: () => Promise.resolve([...aside.keys()]),
    asked: () => Promise.resolve([...aside.values()]),
    advance: (from, to, found) => {
      if (from !== checkpoint) return Promise.reject(new CheckpointMoved('risk.sirens'));
      checkpoint = to;
      for (const each of found) aside.set(each.stream, each);
      seen.push(`checkpoint ${String(to)}`);
      return Promise.resolve();
    },
    settle: (_at, stream, replayed) => {
      if (replayed.outcome === 'goes-on') aside.delete(stream);
      if (replayed.outcome === 'waits') aside.set(stream, replayed.at);
      seen.push(`${stream} ${replayed.outcome}`);
      return Promise.resolve();
    },
  };
  const processor = publisherProcessor({
    name: 'risk.sirens',
    prefixes: ['siren-'],
    progress,
    store: {
      read: async function* (stream, from = 0n) {
        await Promise.resolve();
        yield* inStore.filter((event) => event.stream === stream && event.revision >= from);
      },
    },
    map: (event) => Promise.resolve().then(() => publicationOf(event)),
    publisher: {
      publish: (topic, events) => {
        const failure = events.map(({ id }) => fault?.(id)).find((each) => each !== undefined);
        if (failure !== undefined) return Promise.reject(failure);
        if (events.length > 0) seen.push(`${topic} ${events.map(({ id }) => id).join()}`);
        return Promise.resolve();
      },
      reset: () => Promise.resolve(void seen.push('producer reset')),
    },
    reset: () => seen.push('caches dropped'),
  });
  return { processor, seen, aside, inStore };
};
const batch = (...events: StoredEvent[]): Batch => ({ events, from: 99n, to: 110n });

describe('a publisher', () => {
  it('sends what it maps in the order of the store, and only then moves its checkpoint', async () => {
    const { processor, seen } = running();
    await processor.process(batch(stored(0n), notes(1n), stored(2n)));
    expect(seen).toEqual(['sirens e0,e2', 'checkpoint 110']);
  });

  it('sends to each topic in order', async () => {
    const { processor, seen } = running();
    await processor.process(batch(stored(0n), stored(1n, 'Tested'), stored(2n)));
    expect(seen).toEqual(['sirens e0,e2', 'tests e1', 'checkpoint 110']);
  });

  it('moves its checkpoint past events that nobody outside needs', async () => {
    const { processor, seen } = running();
    await processor.process(batch(notes(1n)));
    expect(seen).toEqual(['checkpoint 110']);
    expect(await processor.checkpoint()).toBe(110n);
  });

  it('leaves its checkpoint when the broker does not acknowledge', async () => {
    const { processor } = running({ fault: () => new BrokerUnavailable('down') });
    await expect(processor.process(batch(stored(0n)))).rejects.toThrow(BrokerUnavailable);
    expect(await processor.checkpoint()).toBe(99n);
  });

  it('fails when another runner moved the checkpoint', async () => {
    const { processor } = running({ at: 105n });
    await expect(processor.process(batch(stored(0n)))).rejects.toThrow(CheckpointMoved);
  });

  it('drops caches and producer when it is reset', async () => {
    const { processor, seen } = running();
    await processor.reset?.();
    expect(seen).toEqual(['caches dropped', 'producer reset']);
  });
});

const other = (event: StoredEvent): StoredEvent => ({
  ...event,
  id: `o${String(event.revision)}`,
  stream: 'siren-8',
});

describe('a publisher that meets an event which cannot be published', () => {
  it('sets its stream aside from there on, and the others go on', async () => {
    const { processor, seen, aside } = running();
    await processor.process(batch(stored(0n), broken(1n), stored(2n), other(stored(0n))));
    expect(seen).toEqual(['sirens e0,o0', 'checkpoint 110']);
    expect(aside.get('siren-7')).toMatchObject({ revision: 1n, position: 101n });
    await processor.process({ events: [stored(3n), other(stored(1n))], from: 110n, to: 111n });
    expect(seen.slice(2)).toEqual(['sirens o1', 'checkpoint 111']);
  });

  it('finds the one that is too large, and sends what stands before it', async () => {
    const { processor, seen, aside } = running({
      fault: (id) => (id === 'e1' ? new EventTooLarge('e1', 70_000) : undefined),
    });
    await processor.process(batch(stored(0n), stored(1n), other(stored(0n)), stored(2n)));
    expect(seen).toEqual(['sirens e0,o0', 'checkpoint 110']);
    expect(aside.get('siren-7')).toMatchObject({ revision: 1n });
  });

  it('replays the stream in order up to its checkpoint, and then lets it go on', async () => {
    const { processor, seen, aside, inStore } = running();
    inStore.push(stored(0n), stored(1n), stored(2n), { ...stored(3n), position: 111n });
    aside.set('siren-7', { stream: 'siren-7', revision: 1n, position: 101n, error: 'was broken' });
    await processor.tend?.(110n);
    expect(seen).toEqual(['sirens e1,e2', 'siren-7 goes-on']);
    await processor.process({ events: [stored(3n)], from: 99n, to: 111n });
    expect(seen.slice(2)).toEqual(['sirens e3', 'checkpoint 111']);
  });

  it('lets the stream wait at the next event that fails', async () => {
    const { processor, seen, aside, inStore } = running();
    inStore.push(stored(1n), broken(2n), stored(3n));
    aside.set('siren-7', { stream: 'siren-7', revision: 1n, position: 101n, error: 'was broken' });
    await processor.tend?.(110n);
    expect(seen).toEqual(['sirens e1', 'siren-7 waits']);
    expect(aside.get('siren-7')).toMatchObject({ revision: 2n });
  });
});
