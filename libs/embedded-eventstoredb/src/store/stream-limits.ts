/** What a stream's metadata hides from readers of the stream. */
export interface StreamLimits {
  readonly maxCount: number | undefined;
  readonly maxAgeMs: number | undefined;
  /** First revision that may be shown. */
  readonly truncateBefore: number | undefined;
  /** `$tb` is the highest number: the stream is deleted until somebody writes to it. */
  readonly softDeleted: boolean;
}

export const NO_LIMITS: StreamLimits = {
  maxCount: undefined,
  maxAgeMs: undefined,
  truncateBefore: undefined,
  softDeleted: false,
};

/** Only the newest event of a metadata stream is shown. */
export const METADATA_STREAM_LIMITS: StreamLimits = { ...NO_LIMITS, maxCount: 1 };

/** The value of `$tb` that deletes a stream, as it must stand in the JSON text. */
export const DELETED_METADATA = '{"$tb":9223372036854775807}';

// JSON.parse cannot hold 2^63 - 1: it makes 2^63 of it.
const DELETED_TRUNCATE_BEFORE = 2 ** 63;

const jsonObject = (data: Buffer): Record<string, unknown> | undefined => {
  try {
    const parsed: unknown = JSON.parse(data.toString('utf8'));
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const isWholeOrAbsent = (value: unknown): value is number | undefined =>
  value === undefined || Number.isInteger(value);

/** The limit when it is at least the lowest that counts. */
const atLeast = (lowest: number, value: number | undefined): number | undefined =>
  value !== undefined && value >= lowest ? value : undefined;

/** Reads the data of a `$metadata` event. No JSON, or a limit of the wrong type: no limits; a limit that is too low does not count. */
export const limitsOf = (data: Buffer): StreamLimits => {
  const { $maxCount: count, $maxAge: age, $tb: before } = jsonObject(data) ?? {};
  if (!isWholeOrAbsent(count) || !isWholeOrAbsent(age) || !isWholeOrAbsent(before)) {
    return NO_LIMITS;
  }
  const maxAge = atLeast(1, age);
  return {
    maxCount: atLeast(1, count),
    maxAgeMs: maxAge === undefined ? undefined : maxAge * 1000,
    truncateBefore: atLeast(0, before),
    softDeleted: atLeast(DELETED_TRUNCATE_BEFORE, before) !== undefined,
  };
};

/** The same metadata with another `$tb`. */
export const withTruncateBefore = (data: Buffer, revision: number): Buffer =>
  Buffer.from(JSON.stringify({ ...jsonObject(data), $tb: revision }));
