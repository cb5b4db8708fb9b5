import { describe, expect, it } from '@jest/globals';
import { AppendTooLarge } from '@city/event-sourcing';
import { newEvent } from '../testing/new-event.js';
import { checkedAppend } from './checked-append.js';

const sized = (bytes: number) => newEvent('x'.repeat(bytes - 2));

describe('an append', () => {
  it('is handed to the client as JSON', () => {
    const event = newEvent({ a: 1 });
    expect(checkedAppend('incident-1', 3n, [event])).toEqual({
      expectedRevision: 3n,
      events: [{ ...event, contentType: 'application/json' }],
    });
    expect(checkedAppend('incident-1', 'no-stream', [event]).expectedRevision).toBe('no_stream');
  });

  it('takes 1 MiB of data in all, and not a byte more', () => {
    expect(checkedAppend('s', 0n, [sized(1_048_000), sized(576)]).events).toHaveLength(2);
    expect(() => checkedAppend('s', 0n, [sized(1_048_000), sized(577)])).toThrow(AppendTooLarge);
  });

  it('counts bytes, not characters', () => {
    expect(() => checkedAppend('s', 0n, [newEvent('火'.repeat(400_000))])).toThrow(AppendTooLarge);
  });

  it.each([
    ['a bigint', { n: 1n }],
    ['nothing', undefined],
    ['a function', () => 1],
  ])('refuses data that JSON has no form for: %s', (_, data) => {
    expect(() => checkedAppend('s', 0n, [{ ...newEvent(), data }])).toThrow(TypeError);
  });

  it.each(['', 'incident-1', '00000000-0000-0000-0000-000000000000'])(
    'refuses the id “%s”',
    (id) => {
      expect(() => checkedAppend('s', 0n, [{ ...newEvent(), id }])).toThrow(TypeError);
    },
  );

  it('refuses an empty type, an empty stream, no events and a negative revision', () => {
    expect(() => checkedAppend('s', 0n, [{ ...newEvent(), type: '' }])).toThrow(TypeError);
    expect(() => checkedAppend('', 0n, [newEvent()])).toThrow(TypeError);
    expect(() => checkedAppend('s', 0n, [])).toThrow(RangeError);
    expect(() => checkedAppend('s', -1n, [newEvent()])).toThrow(RangeError);
  });
});
