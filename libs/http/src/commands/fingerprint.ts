import { createHmac } from 'node:crypto';

/** JSON with sorted keys: equal for equal values, however they were written. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const without = (value: unknown, steps: readonly string[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null || Array.isArray(value))
    return value;
  const kept = Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== step) return [[key, inner] as const];
    return rest.length === 0 ? [] : [[key, without(inner, rest)] as const];
  });
  return Object.fromEntries(kept);
};

/** A value without what the JSON Pointers (`/reporter`) name. */
export const withoutPointers = (value: unknown, pointers: readonly string[]): unknown =>
  pointers.reduce((rest, pointer) => without(rest, stepsOf(pointer)), value);

export interface FingerprintedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** JSON Pointers of what must not go in: a hash of a phone number can be guessed. */
  readonly personal: readonly string[];
}

/** Tells two requests with one key apart: HMAC-SHA256 in hex over method, path and body. */
export const fingerprintOf = (
  key: Buffer,
  { method, path, body, personal }: FingerprintedRequest,
): string =>
  createHmac('sha256', key)
    .update(canonicalJson([method, path, withoutPointers(body, personal)]))
    .digest('hex');
