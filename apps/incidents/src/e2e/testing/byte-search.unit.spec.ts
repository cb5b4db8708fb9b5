import { describe, expect, it } from '@jest/globals';
import { encodingsOf } from './byte-search.js';

const text = 'Canary-7f3a91';

const isFoundIn = (bytes: Buffer): boolean =>
  encodingsOf(text).some(([, wanted]) => bytes.includes(wanted));

describe('the encodings of a text', () => {
  it.each(['', 'a', 'ab', 'abc'])('find it in base64 after "%s", whatever follows', (before) => {
    for (const after of ['', 'x', 'xy', 'xyz'])
      expect(isFoundIn(Buffer.from(Buffer.from(before + text + after).toString('base64')))).toBe(
        true,
      );
  });

  it('find it in UTF-8, UTF-16 and hexadecimal', () => {
    const inside = `before ${text} after`;
    for (const bytes of [
      Buffer.from(inside),
      Buffer.from(inside, 'utf16le'),
      Buffer.from(inside, 'utf16le').swap16(),
      Buffer.from(Buffer.from(inside).toString('hex')),
    ])
      expect(isFoundIn(bytes)).toBe(true);
  });

  it('find nothing where it is not', () => {
    expect(isFoundIn(Buffer.from(Buffer.from('Canary-7e3a91').toString('base64')))).toBe(false);
  });
});
