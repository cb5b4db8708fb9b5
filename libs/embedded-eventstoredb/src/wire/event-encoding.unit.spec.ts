import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TOMBSTONE_REVISION, type StoredEvent } from '../log/event-entry.js';
import { encodeEvent, encodeEventWithStructuredId, encodeGenerated } from './event-encoding.js';
import { streams } from './protocol.js';
import { uuidText } from './request-fields.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const storedEvent: fc.Arbitrary<StoredEvent> = fc.record({
  position: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  createdMs: fc.integer({ min: 1, max: 8e12 }),
  stream: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  revision: fc.oneof(fc.nat(), fc.constant(TOMBSTONE_REVISION)),
  id: fc.uuid(),
  type: fc.string({ unit: 'grapheme', minLength: 1 }),
  isJson: fc.boolean(),
  data: bytes,
  metadata: bytes,
  encoded: fc.constant(undefined),
});

describe('encoding of an event', () => {
  it('gives the same bytes as the generated code', () => {
    fc.assert(
      fc.property(storedEvent, (event) => {
        expect(encodeEvent(event).equals(encodeGenerated(event))).toBe(true);
      }),
    );
  });

  it('keeps the id when it is sent as two numbers', () => {
    fc.assert(
      fc.property(storedEvent, (event) => {
        const message = streams.ReadResp.deserializeBinary(encodeEventWithStructuredId(event));
        const id = message.getEvent()?.getEvent()?.getId();
        expect([id?.hasStructured(), uuidText(id)]).toEqual([true, event.id]);
      }),
    );
  });
});
