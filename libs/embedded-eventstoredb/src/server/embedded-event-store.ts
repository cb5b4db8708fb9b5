import fs from 'node:fs';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { type Disk } from '../log/disk.js';
import { lockFolder } from '../log/folder-lock.js';
import { EventStore } from '../store/event-store.js';
import { unavailable } from '../wire/failures.js';
import { OpenCalls } from '../wire/open-calls.js';
import { type Log, silentLog } from './log.js';
import { addServices } from './services.js';

export interface EmbeddedEventStoreOptions {
  /** Folder of the data; made when it is not there. One process at a time. */
  readonly dir: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  readonly log?: Log;
  readonly disk?: Disk;
}

export interface EmbeddedEventStore {
  /** Connection string for the client. */
  readonly url: string;
  readonly port: number;
  /** Ends open calls with UNAVAILABLE, writes what was accepted, frees the folder. Takes a second at most. */
  stop(): Promise<void>;
  /** Resolves with the reason when the disk failed and the server has stopped serving by itself. */
  readonly failed: Promise<Error>;
}

/** The port belongs to somebody else. */
export class PortTakenError extends Error {
  constructor(host: string, port: number) {
    super(
      `Port ${port} on ${host} is taken. Stop what listens there, or choose another with --port.`,
    );
    this.name = 'PortTakenError';
  }
}

// The largest message the real server takes.
const MESSAGE_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 1000;

const newServer = (): Server => {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': 10_000,
  });
  allowCancelledReads(server);
  return server;
};

/** Node ends a session whose peer resets more than 33 streams a second (after a burst of 1,000). For our clients a
 *  cancelled read is ordinary, and the real server takes any number. grpc-js hands these options to
 *  `http2.createServer` and offers no way of its own to set them. */
const allowCancelledReads = (server: Server): void => {
  const options: unknown = Reflect.get(server, 'commonServerOptions');
  if (typeof options !== 'object' || options === null)
    throw new Error('this @grpc/grpc-js keeps its HTTP/2 options elsewhere');
  const unlimited = { streamResetBurst: 1_000_000_000, streamResetRate: 1_000_000_000 };
  Object.assign(options, unlimited);
};

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else if (error.message.includes('EADDRINUSE')) reject(new PortTakenError(host, port));
      else reject(error);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, PATIENCE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });

const recover = async (store: EventStore, log: Log): Promise<void> => {
  const began = performance.now();
  const { events, cutBytes, cutAt } = await store.open();
  if (cutAt !== undefined) log.warn({ ...cutAt, cutBytes }, 'torn tail cut off');
  log.info({ events, ms: Math.round(performance.now() - began) }, 'log recovered');
};

/** Starts a single-node server on the data of a folder. Throws FolderInUseError, DamagedLogError, PortTakenError. */
export const startEmbeddedEventStore = async (
  options: EmbeddedEventStoreOptions,
): Promise<EmbeddedEventStore> => {
  const { dir, host = '127.0.0.1', log = silentLog } = options;
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dir);
  const server = newServer();
  const openCalls = new OpenCalls();
  let port = options.port;
  let announceFailure: (error: Error) => void = () => undefined;
  const diskFailure = new Promise<Error>((resolve) => (announceFailure = resolve));
  const disk = options.disk === undefined ? {} : { disk: options.disk };
  const store = new EventStore({ folder: dir, ...disk, onFailure: announceFailure });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      openCalls.failAll(unavailable());
      await closeServer(server);
      await store.close();
      unlock();
    })());
  const failed = diskFailure.then(async (error) => {
    log.error({ error: error.message }, 'the disk failed, no longer serving');
    await stop();
    return error;
  });
  try {
    await recover(store, log);
    addServices(server, { store, openCalls, address: () => ({ host, port }) });
    port = await listen(server, host, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `esdb://${host}:${port}?tls=false`, port, stop, failed };
};
