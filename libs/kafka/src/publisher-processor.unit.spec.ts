import { describe, expect, it } from '@jest/globals';
import { cityEvent, integrationEvent, type CityEvent } from '@city/contracts-envelope';
import { CheckpointMoved, type Batch, type StoredEvent } from '@city/event-sourcing';
import { z } from 'zod';
import { BrokerUnavailable } from './broker-errors.js';
import { publisherProcessor } from './publisher-processor.js';

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

/** Runs a publisher on ports that write down, in one list, what they were asked for. */
const running = ({ down = false, at = 99n } = {}) => {
  const seen: string[] = [];
  let checkpoint: bigint | undefined = at;
  const processor = publisherProcessor({
    name: 'risk.sirens',
    prefixes: ['siren-'],
    checkpoints: {
      read: () => Promise.resolve(checkpoint),
      advance: (name, from, to) => {
        if (from !== checkpoint) return Promise.reject(new CheckpointMoved(name));
        checkpoint = to;
        seen.push(`checkpoint ${String(to)}`);
        return Promise.resolve();
      },
    },
    map: (event) =>
      Promise.resolve(
        event.type === 'NoteAdded'
          ? undefined
          : { topic: event.type === 'Tested' ? 'tests' : 'sirens', event: eventOf(event) },
      ),
    publisher: {
      publish: (topic, events) => {
        if (down) return Promise.reject(new BrokerUnavailable('down'));
        seen.push(`${topic} ${events.map(({ id }) => id).join()}`);
        return Promise.resolve();
      },
      reset: () => Promise.resolve(void seen.push('producer reset')),
    },
    reset: () => seen.push('caches dropped'),
  });
  return { processor, seen };
};
const batch = (...events: StoredEvent[]): Batch => ({ events, from: 99n, to: 110n });

describe('a publisher', () => {
  it('sends what it maps in the order of the store, and only then moves its checkpoint', async () => {
    const { processor, seen } = running();
    await processor.process(batch(stored(0n), stored(1n, 'NoteAdded'), stored(2n)));
    expect(seen).toEqual(['sirens e0,e2', 'checkpoint 110']);
  });

  it('sends to each topic in order', async () => {
    const { processor, seen } = running();
    await processor.process(batch(stored(0n), stored(1n, 'Tested'), stored(2n)));
    expect(seen).toEqual(['sirens e0,e2', 'tests e1', 'checkpoint 110']);
  });

  it('moves its checkpoint past events that nobody outside needs', async () => {
    const { processor, seen } = running();
    await processor.process(batch(stored(1n, 'NoteAdded')));
    expect(seen).toEqual(['checkpoint 110']);
    expect(await processor.checkpoint()).toBe(110n);
  });

  it('leaves its checkpoint when the broker does not acknowledge', async () => {
    const { processor } = running({ down: true });
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
