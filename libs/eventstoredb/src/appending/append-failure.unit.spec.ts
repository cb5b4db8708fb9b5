import { describe, expect, it } from '@jest/globals';
import {
  DeadlineExceededError,
  StreamDeletedError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import {
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
  StreamGone,
} from '@city/event-sourcing';
import { ConnectionNotReady } from '../connection/guarded-client.js';
import { appendFailure } from './append-failure.js';

/** Fields as the client sets them, without the gRPC error that it makes them from. */
const made = <T extends object>(prototype: T, fields: object = {}): T =>
  Object.assign(Object.create(prototype) as T, fields);
const failureOf = (error: unknown) => appendFailure('s', 2n, error);

describe('a failed append', () => {
  it.each([
    [5n, 5n],
    ['no_stream', 'no-stream'],
  ])('at another revision (%s) is a conflict that names it', (actualVersion, actual) => {
    const failure = failureOf(made(WrongExpectedVersionError.prototype, { actualVersion }));
    expect(failure).toBeInstanceOf(RevisionConflict);
    expect(failure).toMatchObject({ stream: 's', expected: 2n, actual });
  });

  it('to a deleted stream says that the stream is gone', () => {
    expect(failureOf(made(StreamDeletedError.prototype))).toBeInstanceOf(StreamGone);
  });

  it.each([
    ['unavailable', made(UnavailableError.prototype)],
    ['deadline exceeded', made(DeadlineExceededError.prototype)],
    ['unknown', made(UnknownError.prototype)],
    ['a bare code 14', Object.assign(new Error('14 UNAVAILABLE'), { code: 14 })],
    ['no error at all', undefined],
  ])('with %s has an unknown outcome', (_, error) => {
    expect(failureOf(error)).toBeInstanceOf(OutcomeUnknown);
  });

  it('before a connection was there has written nothing', () => {
    expect(failureOf(new ConnectionNotReady('refused'))).toBeInstanceOf(StoreUnavailable);
  });
});
