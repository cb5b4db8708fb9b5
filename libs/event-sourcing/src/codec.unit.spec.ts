import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { codecFor } from './codec.js';
import type { StoredEvent } from './event-store.js';
import { NewerSchema, UnknownEventType, UnreadableEvent } from './unreadable-event.js';

const schemas = {
  DoorOpened: z.strictObject({ by: z.string().optional() }),
  DoorClosed: z.strictObject({ reason: z.string(), gently: z.boolean() }),
} as const;

const codec = codecFor(schemas, {
  DoorClosed: [
    (older: { why?: string }) => ({ reason: older.why ?? 'unspecified' }),
    (older: { reason: string }) => ({ ...older, gently: true }),
  ],
});

const stored = (type: string, data: unknown, schemaVersion?: number): StoredEvent => ({
  id: '5f0c3f0e-9b0a-4d6e-8d51-6a4b7e1f0001',
  stream: 'door-1',
  revision: 7n,
  position: 99n,
  type,
  data,
  metadata: {
    commandId: 'c',
    commandFingerprint: null,
    correlationId: 'c',
    causationId: null,
    actor: { subject: 'duty-7', roles: [] },
    occurredAt: '2026-11-01T10:00:00Z',
    ...(schemaVersion !== undefined && { schemaVersion }),
  },
  storedAt: '2026-11-01T10:00:01Z',
});

describe('a codec', () => {
  it('stamps events with the version of their schema', () => {
    const data = { reason: 'draught', gently: false };
    expect(codec.encode({ type: 'DoorClosed', data })).toStrictEqual({
      type: 'DoorClosed',
      data,
      schemaVersion: 3,
    });
    expect(codec.encode({ type: 'DoorOpened', data: {} }).schemaVersion).toBe(1);
  });

  it('encodes what the store will give back', () => {
    const { data } = codec.encode({ type: 'DoorOpened', data: { by: undefined } });
    expect(data).toStrictEqual({});
  });

  it('refuses to encode what its schema does not know', () => {
    // A mistake that the compiler cannot see: the value comes as `never`.
    expect(() => codec.encode({ type: 'DoorOpened', data: { by: 7 as never } })).toThrow();
    expect(() => codec.encode({ type: 'DoorPainted' as never, data: {} as never })).toThrow(
      'DoorPainted',
    );
  });

  it('reads back what it has encoded', () => {
    const event = { type: 'DoorClosed', data: { reason: 'draught', gently: false } } as const;
    const { type, data, schemaVersion } = codec.encode(event);
    const decoded = codec.decode(stored(type, data, schemaVersion));
    expect(decoded.event).toStrictEqual(event);
    expect(decoded.metadata).toMatchObject({ schemaVersion: 3, actor: { subject: 'duty-7' } });
  });

  it.each([
    [undefined, { why: 'draught' }, { reason: 'draught', gently: true }],
    [1, {}, { reason: 'unspecified', gently: true }],
    [2, { reason: 'draught' }, { reason: 'draught', gently: true }],
    [3, { reason: 'draught', gently: false }, { reason: 'draught', gently: false }],
  ])('lifts an event of version %s to today', (version, older, today) => {
    const { event } = codec.decode(stored('DoorClosed', older, version));
    expect(event).toStrictEqual({ type: 'DoorClosed', data: today });
  });

  it('does not read an event of a newer version, even if it would pass', () => {
    const newer = stored('DoorClosed', { reason: 'draught', gently: false }, 4);
    expect(() => codec.decode(newer)).toThrow(NewerSchema);
    expect(() => codec.decode(newer)).toThrow('door-1@7');
  });

  it.each(['DoorPainted', 'toString', '__proto__'])('does not know the type %s', (type) => {
    expect(() => codec.decode(stored(type, {}))).toThrow(UnknownEventType);
  });

  it.each([
    ['data that do not match', stored('DoorOpened', { by: 7 })],
    ['data that an upcaster breaks on', stored('DoorClosed', null)],
    ['no metadata', { ...stored('DoorOpened', {}), metadata: undefined }],
  ])('names the place of an event with %s', (_, event) => {
    expect(() => codec.decode(event)).toThrow(UnreadableEvent);
    expect(() => codec.decode(event)).toThrow('door-1@7');
  });
});
