import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { open, seal } from './sealed-box.js';

const key = Buffer.alloc(32, 1);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

describe('a sealed box', () => {
  it('gives back what was put into it', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plain, context) => {
        expect(open(key, seal(key, plain, context), context)).toEqual(plain);
      }),
    );
  });
  it('does not open when any one bit is another', () => {
    const box = seal(key, Buffer.from('Li Wei'), 'here');
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const flipped = Buffer.from(box);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => open(key, flipped, 'here')).toThrow();
    }
  });
  it('does not open when it is shorter', () => {
    const box = seal(key, Buffer.from('Li Wei'), 'here');
    for (let length = 0; length < box.length; length += 1)
      expect(() => open(key, box.subarray(0, length), 'here')).toThrow();
  });
  it('does not open in another place', () => {
    fc.assert(
      fc.property(bytes, fc.string(), fc.string(), (plain, here, there) => {
        fc.pre(here !== there);
        expect(() => open(key, seal(key, plain, here), there)).toThrow();
      }),
    );
  });
  it('does not open with another key', () => {
    const box = seal(key, Buffer.from('Li Wei'), 'here');
    expect(() => open(Buffer.alloc(32, 2), box, 'here')).toThrow();
  });
  it('never looks the same twice', () => {
    const plain = Buffer.from('Li Wei');
    expect(seal(key, plain, 'here')).not.toEqual(seal(key, plain, 'here'));
  });
});
