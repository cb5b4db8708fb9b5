import { Metadata, type ServiceError, status, type StatusObject } from '@grpc/grpc-js';
import { LogStoppedError } from '../log/group-commit.js';
import { type Expectation } from '../store/expectation.js';

/** Sum of the data bytes of one append. */
export const MAX_APPEND_BYTES = 1_048_576;

/** A refusal as the protocol states it: a status, and trailers that name it. */
export class CallFailure extends Error implements Partial<StatusObject> {
  constructor(
    readonly code: status,
    readonly details: string,
    readonly metadata = new Metadata(),
  ) {
    super(details);
    this.name = 'CallFailure';
  }
}

const withTrailers = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string | number>>,
): CallFailure => {
  const metadata = new Metadata();
  try {
    for (const [name, value] of Object.entries(trailers)) metadata.set(name, String(value));
  } catch {
    // A name outside ASCII cannot be a trailer; the real server then breaks off like this.
    return new CallFailure(status.UNKNOWN, 'Received HTTP status code 500');
  }
  return new CallFailure(code, details, metadata);
};

export const streamDeleted = (stream: string): CallFailure =>
  withTrailers(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

const expectedNumber = (expectation: Expectation): number => {
  if (typeof expectation === 'number') return expectation;
  return { no_stream: -1, any: -2, stream_exists: -4 }[expectation];
};

/** The refusal of a deletion. */
export const wrongRevision = (
  stream: string,
  expectation: Expectation,
  current: number,
): CallFailure => {
  const expected = expectedNumber(expectation);
  const details = `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${current}`;
  return withTrailers(status.FAILED_PRECONDITION, details, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': current,
  });
};

export const appendTooLarge = (): CallFailure =>
  withTrailers(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': MAX_APPEND_BYTES,
  });

export const missingProperty = (name: string): CallFailure =>
  withTrailers(status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

/** What the real server says when its handler breaks on a request. */
export const handlerThrew = (): CallFailure =>
  new CallFailure(status.UNKNOWN, 'Exception was thrown by handler.');

export const unexpectedResult = (of: 'Stream' | 'All'): CallFailure =>
  new CallFailure(status.UNKNOWN, `Unexpected Read${of}Result: Error`);

export const unavailable = (): CallFailure =>
  new CallFailure(status.UNAVAILABLE, 'The server is going down.');

/** What a call ends with when anything was thrown. */
export const failureOf = (error: unknown): CallFailure & ServiceError => {
  if (error instanceof CallFailure) return error;
  if (error instanceof LogStoppedError) return unavailable();
  return new CallFailure(status.UNKNOWN, error instanceof Error ? error.message : String(error));
};
