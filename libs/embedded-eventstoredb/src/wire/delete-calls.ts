import type {
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { handleUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { type Expectation } from '../store/expectation.js';
import { type EventStore, type WriteOutcome } from '../store/event-store.js';
import { failureOf, handlerThrew, streamDeleted, wrongRevision } from './failures.js';
import { streams } from './protocol.js';
import { expectationOf, MalformedRequestError, streamName } from './request-fields.js';

/** Position of the event that deletes, as text. Throws the refusal. */
const positionText = (stream: string, expectation: Expectation, outcome: WriteOutcome): string => {
  switch (outcome.kind) {
    case 'written':
      return String(outcome.position ?? 0);
    case 'wrong-revision':
      throw wrongRevision(stream, expectation, outcome.current);
    case 'deleted':
      throw streamDeleted(stream);
  }
};

type Deletion = (stream: string, expectation: Expectation) => Promise<WriteOutcome>;

const carryOut = async (
  options: DeleteReq.Options | TombstoneReq.Options | undefined,
  deletion: Deletion,
): Promise<string> => {
  if (options === undefined) throw new MalformedRequestError('The deletion names no stream.');
  const stream = streamName(options.getStreamIdentifier());
  const expectation = expectationOf(options, options.getRevision());
  return positionText(stream, expectation, await deletion(stream, expectation));
};

const settle = <Answer>(answer: Promise<Answer>, reply: sendUnaryData<Answer>): void => {
  answer.then(
    (message) => {
      reply(null, message);
    },
    (error: unknown) => {
      reply(error instanceof MalformedRequestError ? handlerThrew() : failureOf(error));
    },
  );
};

export const deleteCall =
  (store: EventStore): handleUnaryCall<DeleteReq, DeleteResp> =>
  (call, reply) => {
    const answer = async (): Promise<DeleteResp> => {
      const at = await carryOut(call.request.getOptions(), (stream, expectation) =>
        store.softDelete(stream, expectation),
      );
      const position = new streams.DeleteResp.Position();
      return new streams.DeleteResp().setPosition(
        position.setCommitPosition(at).setPreparePosition(at),
      );
    };
    settle(answer(), reply);
  };

export const tombstoneCall =
  (store: EventStore): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  (call, reply) => {
    const answer = async (): Promise<TombstoneResp> => {
      const at = await carryOut(call.request.getOptions(), (stream, expectation) =>
        store.tombstone(stream, expectation),
      );
      const position = new streams.TombstoneResp.Position();
      return new streams.TombstoneResp().setPosition(
        position.setCommitPosition(at).setPreparePosition(at),
      );
    };
    settle(answer(), reply);
  };
