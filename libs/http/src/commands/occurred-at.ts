import { z } from 'zod';
import { invalidContent } from '../problems/generic-problems.js';

const TOLERANCE_MS = 5 * 60_000;

/** Every part of the system can keep the times between these: Postgres has no year 0, and times of more than four
 *  digits of a year are no RFC 3339. Milliseconds since 1970. */
const EARLIEST = Date.parse('1900-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

// NaN, for a date that does not exist, is not between them either.
const canBeKept = (milliseconds: number): boolean =>
  milliseconds >= EARLIEST && milliseconds <= LATEST;

/** An RFC 3339 time with any offset, of the years 1900 to 9999; comes out as UTC in milliseconds. */
export const Instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => canBeKept(Date.parse(text)), {
    error: 'There is no such time between 1900 and 9999.',
  })
  .transform((text) => new Date(text).toISOString());

/** The own time of what a command records. A caller's clock may be up to 5 min ahead, which counts as
 *  now. Whether it lies before the object's own beginning is the decider's to say.
 *  @throws Problem 422 at `#/occurredAt` when it is further ahead, or no time that can be kept */
export const occurredAtOf = (given: string | null | undefined, now: string): string => {
  if (given === undefined || given === null) return now;
  const time = Date.parse(given);
  const ahead = time - Date.parse(now);
  if (!canBeKept(time))
    throw invalidContent('#/occurredAt', 'This is no RFC 3339 time between 1900 and 9999.');
  if (ahead > TOLERANCE_MS) throw invalidContent('#/occurredAt', 'This lies in the future.');
  return ahead > 0 ? now : new Date(time).toISOString();
};
