/** Waiting and chance, given from outside: the kernel has no clock of its own. */
export interface Timing {
  /** A clock for durations in milliseconds; it never goes back and says nothing about the date. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Evenly spread over [0, 1). */
  random(): number;
}

/** DI token of the port. */
export const TIMING = Symbol('Timing');
