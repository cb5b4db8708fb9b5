import { malformedParameter } from '../problems/generic-problems.js';

const NAME = 'Idempotency-Key';
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"(?:\s*;.*)?$/;
const bare = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;

const textOf = (header: string): string | undefined =>
  quoted.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? bare.exec(header)?.[0];

/** The client's key: a structured-field string in quotes (draft -07), or the same without quotes.
 *  @throws Problem 400 when it is empty, longer than 255 characters or neither form */
export const idempotencyKeyOf = (header: string | string[] | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const key = textOf(String(header).trim());
  if (key === undefined) throw malformedParameter(NAME, 'One string, best in double quotes.');
  if (key.length === 0 || key.length > 255)
    throw malformedParameter(NAME, 'Between 1 and 255 characters.');
  return key;
};
