import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../commands/fingerprint.js';
import { malformedParameter } from '../problems/generic-problems.js';

const Envelope = z.strictObject({ scope: z.string(), after: z.unknown() });

const digestOf = (scope: unknown): string =>
  createHash('sha256').update(canonicalJson(scope)).digest('base64url').slice(0, 16);

/** Cursors of one list. `scope` is what a cursor belongs to (filters and sort, without limit and cursor),
 *  `After` the schema of the place that the next page begins after. */
export class Cursors<After> {
  constructor(private readonly schema: z.ZodType<After>) {}

  /** An opaque text for the client; bigints must be strings in `after`. */
  encode(scope: unknown, after: After): string {
    const text = JSON.stringify({ scope: digestOf(scope), after });
    return Buffer.from(text).toString('base64url');
  }

  /** @throws Problem 400 for garbage and for a cursor of other filters or another sort */
  decode(scope: unknown, cursor: string): After {
    const envelope = Envelope.safeParse(jsonOf(cursor));
    const after = this.schema.safeParse(envelope.data?.after);
    if (!envelope.success || !after.success)
      throw malformedParameter('cursor', 'Use a nextCursor as it came.');
    if (envelope.data.scope !== digestOf(scope))
      throw malformedParameter('cursor', 'It belongs to other filters or another sort.');
    return after.data;
  }
}

const jsonOf = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};
