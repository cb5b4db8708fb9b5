import { StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client';

/** What this file needs of a gRPC call: an emitter that can be written to and destroyed. */
interface Call {
  on(event: string, listener: (argument: unknown) => void): this;
  once(event: string, listener: (argument: unknown) => void): this;
  off(event: string, listener: (argument: unknown) => void): this;
  listeners(event: string): ((argument: unknown) => void)[];
  destroy(error?: Error): unknown;
  /** What grpc-js reads with; there while the call lives. */
  readonly call?: { startRead(): void };
  write: (...args: unknown[]) => boolean;
}
type Creator = (client: unknown) => Call;
type Action = (client: unknown) => Promise<unknown>;

/** Protected members of the client (6.2.1, pinned) through which every call goes. */
interface Internals {
  GRPCStreamCreator: (
    service: unknown,
    name: string,
    creator: Creator,
    cache?: unknown,
  ) => () => Promise<unknown>;
  execute: (service: unknown, name: string, action: Action) => Promise<unknown>;
}

/** A failure before anything was sent; the client takes code 14 as a reason to connect anew. */
export class ConnectionNotReady extends Error {
  readonly code = 14;
  constructor(cause: unknown) {
    super('14 UNAVAILABLE: the server did not say what it supports', { cause });
    this.name = 'ConnectionNotReady';
  }
}

/** Error of a batch call that the server ended without a word; code 14 rejects what is pending. */
const endedByServer = (): Error =>
  Object.assign(new Error('14 UNAVAILABLE: append call ended'), { code: 14, details: 'ended' });

/** Three cures for the one call that carries all appends of the process. */
const guardBatchCall = (call: Call): Call => {
  const write = call.write.bind(call);
  // A full buffer makes the client queue; when the call then breaks, the queue rejects a promise that
  // nobody holds, and Node ends the process. What is in flight is bounded by the callers' deadlines.
  call.write = (...args) => {
    write(...args);
    return true;
  };
  // Answers to appends that were already given up: the client's own listener throws on them, uncaught.
  for (const onAnswer of call.listeners('data')) {
    call.off('data', onAnswer);
    call.on('data', (answer) => {
      try {
        onAnswer(answer);
      } catch {
        // The caller has been told that the outcome is unknown.
      }
    });
  }
  // A call that ends without an error would stay in the client's cache and swallow every later append.
  let failed = false;
  call.once('error', () => (failed = true));
  call.once('end', () => {
    if (!failed) call.destroy(endedByServer());
  });
  return call;
};

/** The client destroys the call of a missing stream half read. Ended by a reset, as every half-read call is,
 *  a thousand such reads make a server take us for an attacker and close the connection. The rest, an empty
 *  end, is read instead. */
const guardReadCall = (call: Call): Call => {
  const destroy = call.destroy.bind(call);
  call.destroy = (error) => {
    destroy(error);
    if (error instanceof StreamNotFoundError) call.call?.startRead();
    return call;
  };
  return call;
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const guards: Readonly<Record<string, (call: Call) => Call>> = {
  appendToStream: guardBatchCall,
  readStream: guardReadCall,
};

/** Makes a client survive what a restarting server does to it (traps T1, T2 and a lost first call).
 *  `readyMs`: how long the first call on a new connection may take. */
export const guarded = (client: EventStoreDBClient, readyMs: number): EventStoreDBClient => {
  // The members are protected, not private: the only way to the call that the client hides.
  const internals = client as unknown as Internals;
  const createStream = internals.GRPCStreamCreator;
  const execute = internals.execute;
  internals.GRPCStreamCreator = (service, name, creator, cache) => {
    // Not async: a rejected promise would stay in the client's cache.
    const guard = guards[name];
    const create: Creator = guard === undefined ? creator : (grpc) => guard(creator(grpc));
    return createStream(service, name, create, cache);
  };
  internals.execute = (service, name, action) => {
    if (name !== 'getSupportedMethods') return execute(service, name, action);
    // Without code 14 the client would keep the failed answer for ever.
    const asked: Action = (grpc) =>
      within(readyMs, action(grpc)).catch((error: unknown) => {
        throw new ConnectionNotReady(error);
      });
    return execute(service, name, asked);
  };
  return client;
};
