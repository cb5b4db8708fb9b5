import { z } from 'zod';
import { invalidContent } from '../problems/generic-problems.js';

const TOLERANCE_MS = 5 * 60_000;

/** An RFC 3339 time with any offset; comes out as UTC in milliseconds. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'There is no such time.' })
  .transform((text) => new Date(text).toISOString());

/** The own time of what a command records. A caller's clock may be up to 5 min ahead, which counts as
 *  now. Whether it lies before the object's own beginning is the decider's to say.
 *  @throws Problem 422 at `#/occurredAt` when it is further ahead */
export const occurredAtOf = (given: string | null | undefined, now: string): string => {
  if (given === undefined || given === null) return now;
  const time = Date.parse(given);
  const ahead = time - Date.parse(now);
  if (Number.isNaN(time)) throw invalidContent('#/occurredAt', 'This is not an RFC 3339 time.');
  if (ahead > TOLERANCE_MS) throw invalidContent('#/occurredAt', 'This lies in the future.');
  return ahead > 0 ? now : new Date(time).toISOString();
};
