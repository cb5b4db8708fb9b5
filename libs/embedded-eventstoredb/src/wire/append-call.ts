import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { type ProposedEvent } from '../log/event-entry.js';
import { type Expectation } from '../store/expectation.js';
import { type EventStore, type WriteOutcome } from '../store/event-store.js';
import {
  appendTooLarge,
  failureOf,
  handlerThrew,
  MAX_APPEND_BYTES,
  streamDeleted,
} from './failures.js';
import { shared, streams } from './protocol.js';
import {
  expectationOf,
  MalformedRequestError,
  proposedEvent,
  streamName,
} from './request-fields.js';

interface AppendRequest {
  readonly stream: string;
  readonly expectation: Expectation;
  readonly events: readonly ProposedEvent[];
}

type AppendStream = ServerReadableStream<AppendReq, AppendResp>;

const readRequest = async (call: AppendStream): Promise<AppendRequest> => {
  let target: Pick<AppendRequest, 'stream' | 'expectation'> | undefined;
  const events: ProposedEvent[] = [];
  let size = 0;
  for await (const message of call as AsyncIterable<AppendReq>) {
    const options = message.getOptions();
    const proposed = message.getProposedMessage();
    if (options !== undefined) {
      const stream = streamName(options.getStreamIdentifier());
      target = { stream, expectation: expectationOf(options, options.getRevision()) };
    } else if (proposed !== undefined) {
      const event = proposedEvent(proposed);
      size += event.data.length;
      if (size > MAX_APPEND_BYTES) throw appendTooLarge();
      events.push(event);
    }
  }
  if (target === undefined) throw new MalformedRequestError('The append names no stream.');
  return { ...target, events };
};

const success = (revision: number, position: number | undefined): AppendResp => {
  const message = new streams.AppendResp.Success().setCurrentRevision(String(revision));
  if (position === undefined) message.setNoPosition(new shared.Empty());
  else {
    const place = new streams.AppendResp.Position();
    message.setPosition(
      place.setCommitPosition(String(position)).setPreparePosition(String(position)),
    );
  }
  return new streams.AppendResp().setSuccess(message);
};

/** Says what was expected and what is, in the present fields and in those of clients before 20.6.1. */
const wrongExpectedVersion = (expectation: Expectation, current: number): AppendResp => {
  const message = new streams.AppendResp.WrongExpectedVersion();
  const empty = new shared.Empty();
  if (expectation === 'any') message.setExpectedAny(empty).setAny2060(empty);
  else if (expectation === 'stream_exists')
    message.setExpectedStreamExists(empty).setStreamExists2060(empty);
  else if (expectation === 'no_stream') message.setExpectedNoStream(empty);
  else message.setExpectedRevision(String(expectation)).setExpectedRevision2060(expectation);
  if (current < 0) message.setCurrentNoStream(empty).setNoStream2060(empty);
  else message.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  return new streams.AppendResp().setWrongExpectedVersion(message);
};

const answer = (request: AppendRequest, outcome: WriteOutcome): AppendResp => {
  switch (outcome.kind) {
    case 'written':
      return success(outcome.revision, outcome.position);
    case 'wrong-revision':
      return wrongExpectedVersion(request.expectation, outcome.current);
    case 'deleted':
      throw streamDeleted(request.stream);
  }
};

/** One append per call: options first, then one message per event. */
export const appendCall =
  (store: EventStore) =>
  (call: AppendStream, reply: sendUnaryData<AppendResp>): void => {
    const run = async (): Promise<AppendResp> => {
      const request = await readRequest(call);
      return answer(
        request,
        await store.append(request.stream, request.expectation, request.events),
      );
    };
    run().then(
      (message) => {
        reply(null, message);
      },
      (error: unknown) => {
        reply(error instanceof MalformedRequestError ? handlerThrew() : failureOf(error));
      },
    );
  };
