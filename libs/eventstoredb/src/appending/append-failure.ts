import {
  MaxAppendSizeExceededError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import {
  AppendTooLarge,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
  StreamGone,
  type ExpectedRevision,
} from '@city/event-sourcing';
import { ConnectionNotReady } from '../connection/guarded-client.js';

const revisionOf = (version: unknown): ExpectedRevision =>
  typeof version === 'bigint' ? version : 'no-stream';

/** What a failed append means for its caller. All that is not a plain answer of the server leaves the
 *  outcome open; only a connection that was never there says that nothing was written. */
export const appendFailure = (
  stream: string,
  expected: ExpectedRevision,
  error: unknown,
): Error => {
  if (error instanceof WrongExpectedVersionError) {
    return new RevisionConflict(stream, expected, revisionOf(error.actualVersion));
  }
  if (error instanceof StreamDeletedError) return new StreamGone(stream);
  if (error instanceof MaxAppendSizeExceededError) {
    return new AppendTooLarge(stream, error.maxAppendSize);
  }
  if (error instanceof ConnectionNotReady) return new StoreUnavailable(error);
  return new OutcomeUnknown(stream, error);
};
