import { inspect } from 'node:util';
import { Busy, OutcomeUnknown, StoreUnavailable } from '@city/event-sourcing';
import { BrokerUnavailable } from '../broker-errors.js';

/** Trying again cannot help: the record is set aside at once. */
export class Unprocessable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unprocessable';
  }
}

/** Something that the handler needs is away: the partition waits, and nothing is set aside. */
export class DependencyUnavailable extends Error {
  constructor(cause: unknown) {
    super(`a dependency is away: ${reasonOf(cause)}`, { cause });
    this.name = 'DependencyUnavailable';
  }
}

export type FailureKind = 'unprocessable' | 'outage' | 'failure';

const outages = [
  ...[DependencyUnavailable, StoreUnavailable, OutcomeUnknown, Busy],
  BrokerUnavailable,
];

/** Tells the three kinds of failure apart. `outageNames`: names (`error.name`) of errors of other adapters that
 *  say that something is away; an error that such a one caused counts as well. */
export const failureKinds = (outageNames: readonly string[]): ((error: unknown) => FailureKind) => {
  const isOutage = (error: unknown): boolean =>
    outages.some((kind) => error instanceof kind) ||
    (error instanceof Error && outageNames.includes(error.name));
  return (error) => {
    if (error instanceof Unprocessable) return 'unprocessable';
    return causesOf(error).some(isOutage) ? 'outage' : 'failure';
  };
};

const causesOf = (error: unknown): unknown[] => {
  const chain: unknown[] = [];
  for (let cause = error; cause !== undefined && !chain.includes(cause);) {
    chain.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return chain;
};

/** What an error says, for people. Whatever is thrown, it never throws itself. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return typeof error === 'string' ? error : inspect(error, { depth: 2 });
};
