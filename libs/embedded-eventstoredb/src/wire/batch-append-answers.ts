import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import { type Expectation } from '../store/expectation.js';
import { type WriteOutcome } from '../store/event-store.js';
import { MAX_APPEND_BYTES } from './failures.js';
import { Any, GoogleEmpty, rpcStatus, shared, streams } from './protocol.js';

/** Which append an answer belongs to. */
export interface Addressee {
  /** In lower case. */
  readonly correlationId: string;
  readonly stream: StreamIdentifier;
}

const answerTo = ({ correlationId, stream }: Addressee): BatchAppendResp =>
  new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setStreamIdentifier(stream);

interface Refusal {
  readonly code: status;
  readonly name: string;
  /** Name of the packed message in `event_store.client`, when it differs. */
  readonly details: { serializeBinary(): Uint8Array };
}

const refusal = (to: Addressee, { code, name, details }: Refusal): BatchAppendResp => {
  const packed = new Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  const error = new rpcStatus.Status().setMessage(name).setDetails(packed);
  // google.rpc.Code has the same numbers as gRPC's status.
  error.setCode(code as unknown as Parameters<typeof error.setCode>[0]);
  return answerTo(to).setError(error);
};

export const timedOut = (to: Addressee): BatchAppendResp =>
  refusal(to, { code: status.DEADLINE_EXCEEDED, name: 'Timeout', details: new shared.Timeout() });

export const tooLarge = (to: Addressee): BatchAppendResp =>
  refusal(to, {
    code: status.INVALID_ARGUMENT,
    name: 'MaximumAppendSizeExceeded',
    details: new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES),
  });

export const badRequest = (to: Addressee, message: string): BatchAppendResp =>
  refusal(to, {
    code: status.INVALID_ARGUMENT,
    name: 'BadRequest',
    details: new shared.BadRequest().setMessage(message),
  });

const streamDeleted = (to: Addressee): BatchAppendResp =>
  refusal(to, {
    code: status.NOT_FOUND,
    name: 'StreamDeleted',
    details: new shared.StreamDeleted().setStreamIdentifier(to.stream),
  });

const wrongExpectedVersion = (
  to: Addressee,
  expectation: Expectation,
  current: number,
): BatchAppendResp => {
  const details = new shared.WrongExpectedVersion();
  const empty = new GoogleEmpty();
  if (expectation === 'any') details.setExpectedAny(empty);
  else if (expectation === 'stream_exists') details.setExpectedStreamExists(empty);
  else if (expectation === 'no_stream') details.setExpectedNoStream(empty);
  else details.setExpectedStreamPosition(String(expectation));
  if (current < 0) details.setCurrentNoStream(empty);
  else details.setCurrentStreamRevision(String(current));
  return refusal(to, { code: status.ALREADY_EXISTS, name: 'WrongExpectedVersion', details });
};

const success = (
  to: Addressee,
  revision: number,
  position: number | undefined,
): BatchAppendResp => {
  const message = new streams.BatchAppendResp.Success().setCurrentRevision(String(revision));
  if (position === undefined) message.setNoPosition(new GoogleEmpty());
  else {
    const place = new shared.AllStreamPosition();
    message.setPosition(
      place.setCommitPosition(String(position)).setPreparePosition(String(position)),
    );
  }
  return answerTo(to).setSuccess(message);
};

/** The answer to an append that the store has decided. */
export const outcomeAnswer = (
  to: Addressee,
  expectation: Expectation,
  outcome: WriteOutcome,
): BatchAppendResp => {
  switch (outcome.kind) {
    case 'written':
      return success(to, outcome.revision, outcome.position);
    case 'wrong-revision':
      return wrongExpectedVersion(to, expectation, outcome.current);
    case 'deleted':
      return streamDeleted(to);
  }
};
