import { randomUUID } from 'node:crypto';

/** Tells the time, RFC 3339 UTC in milliseconds. */
export interface Clock {
  now(): string;
}

/** DI token of the clock. */
export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** Makes ids that nobody has used yet. */
export interface Ids {
  next(): string;
}

/** DI token of the id source. */
export const IDS = Symbol('Ids');

export const randomIds: Ids = { next: () => randomUUID() };

/** The clock in milliseconds since 1970. */
export const millisecondsOf = (clock: Clock): number => Date.parse(clock.now());
