import { describe, expect, it } from '@jest/globals';
import { DNS_NAMESPACE, EVENT_ID_NAMESPACE, eventId, uuidV5 } from './event-ids.js';

const command = '5f0c3f0e-9b0a-4d6e-8d51-6a4b7e1f0001';

describe('an event id', () => {
  it('is the UUIDv5 of stream, command id and index', () => {
    expect(EVENT_ID_NAMESPACE).toBe(uuidV5('events.city', DNS_NAMESPACE));
    expect(eventId('incident-1', command, 0)).toBe(
      uuidV5(`incident-1/${command}/0`, EVENT_ID_NAMESPACE),
    );
  });

  it('differs by stream, command and index', () => {
    const other = command.replace('0001', '0002');
    const ids = [
      eventId('incident-1', command, 0),
      eventId('incident-1', command, 1),
      eventId('unit-1', command, 0),
      eventId('incident-1', other, 0),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('follows RFC 9562', () => {
    // The example of RFC 9562, A.4.
    expect(uuidV5('www.example.com', DNS_NAMESPACE)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });
});
