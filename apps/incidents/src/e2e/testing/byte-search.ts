import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Bytes {
  has(wanted: Buffer): boolean;
}

const filesUnder = (place: string): readonly string[] =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(place, name))
        .filter((file) => statSync(file).isFile());

const ZEROS = Buffer.alloc(64 * 1024);

// Kafka makes its index files 10 MiB long beforehand: what follows the last byte that is not zero is
// not worth the search.
const withoutZerosAtEnd = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  while (end >= ZEROS.length && bytes.subarray(end - ZEROS.length, end).equals(ZEROS))
    end -= ZEROS.length;
  return Buffer.from(bytes.subarray(0, end));
};

/** The bytes of a file, or of all files in a folder and below it, as they are now.
 *  @throws Error when there are none: nothing is found there either */
export const bytesUnder = (place: string): Bytes => {
  const files = filesUnder(place).map((file) => withoutZerosAtEnd(readFileSync(file)));
  if (files.every(({ length }) => length === 0)) throw new Error(`no bytes under ${place}`);
  return { has: (wanted) => files.some((bytes) => bytes.includes(wanted)) };
};

// A character of base64 holds six bits: of a text that begins after so many bytes, those characters
// that no neighbour reaches into.
const inBase64 = (text: string, before: number): Buffer => {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
  return Buffer.from(bytes.toString('base64').slice(from, to));
};

/** The ways in which a text may stand in a file, by name. */
export const encodingsOf = (text: string): readonly (readonly [string, Buffer])[] => [
  ['UTF-8', Buffer.from(text)],
  ['UTF-16 little endian', Buffer.from(text, 'utf16le')],
  ['UTF-16 big endian', Buffer.from(text, 'utf16le').swap16()],
  ...[0, 1, 2].map((before) => [`base64, ${String(before)}`, inBase64(text, before)] as const),
  ['hexadecimal', Buffer.from(Buffer.from(text).toString('hex'))],
];
