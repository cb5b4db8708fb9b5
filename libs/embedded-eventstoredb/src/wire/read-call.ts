import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type EventStore } from '../store/event-store.js';
import { failureOf, handlerThrew } from './failures.js';
import { followAll } from './follow-all.js';
import { followStream } from './follow-stream.js';
import { type OpenCalls } from './open-calls.js';
import { readAll } from './read-all.js';
import { ReadReply, type ReadStream } from './read-reply.js';
import { type ReadRequest, readRequestOf } from './read-request.js';
import { readStream } from './read-stream.js';

/** A request that cannot be understood breaks the real server's handler. */
const parse = (options: ReadReq.Options | undefined): ReadRequest => {
  try {
    if (options === undefined) throw handlerThrew();
    return readRequestOf(options);
  } catch {
    throw handlerThrew();
  }
};

const answer = async (
  reply: ReadReply,
  store: EventStore,
  options: ReadReq.Options | undefined,
): Promise<void> => {
  const request = parse(options);
  const { stream } = request;
  const subscribes = options?.hasSubscription() ?? false;
  if (stream === undefined) await (subscribes ? followAll : readAll)(reply, store, request);
  else await (subscribes ? followStream : readStream)(reply, store, { ...request, stream });
};

/** Reads and subscriptions. */
export const readCall =
  (store: EventStore, openCalls: OpenCalls) =>
  (call: ReadStream): void => {
    const reply = new ReadReply(call);
    openCalls.add(reply);
    answer(reply, store, call.request.getOptions())
      .then(
        () => {
          reply.end();
        },
        (error: unknown) => {
          reply.fail(failureOf(error));
        },
      )
      .finally(() => {
        openCalls.remove(reply);
      });
  };
