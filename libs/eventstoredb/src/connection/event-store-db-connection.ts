import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client';
import { StoreUnavailable } from '@city/event-sourcing';
import { pulled } from '../reading/pulled.js';
import { guarded } from './guarded-client.js';

export interface ConnectionOptions {
  /** How long an append in flight may take, ms; then its outcome is unknown. */
  readonly appendDeadlineMs?: number;
  /** How long a read may stand still, ms. */
  readonly readIdleMs?: number;
}

/** The process's one connection to EventStoreDB. */
export interface EventStoreDbConnection {
  readonly client: EventStoreDBClient;
  readonly appendDeadlineMs: number;
  readonly readIdleMs: number;
  /** Position of the last event in the store, system events included; undefined = none.
   *  @throws StoreUnavailable */
  head(timeoutMs?: number): Promise<bigint | undefined>;
  /** A cheap read, for health checks. Never throws. */
  isReachable(timeoutMs: number): Promise<boolean>;
  /** Ends every call; a new connection may be opened afterwards. */
  close(): Promise<void>;
}

/** The client's batch appends share one table per module: two clients reject each other's appends. */
let open: EventStoreDBClient | undefined;

/** The server notices a dead peer by itself; a frozen server is noticed by these alone. */
export const withKeepAlive = (url: string): string => {
  const missing = [
    ['keepAliveInterval', '10000'],
    ['keepAliveTimeout', '3000'],
  ].filter(([name]) => !new RegExp(`[?&]${String(name)}=`, 'i').test(url));
  if (missing.length === 0) return url;
  const added = missing.map((pair) => pair.join('=')).join('&');
  const bare = url.replace(/\/+$/, '');
  return `${bare}${bare.includes('?') ? '&' : '?'}${added}`;
};

const readHead = async (client: EventStoreDBClient, idleMs: number) => {
  const last = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
  for await (const { event } of pulled(last, idleMs)) return event?.position.commit;
  return undefined;
};

/** Calls that the server has already ended never finish in `dispose`: it is given a second. */
const dispose = async (client: EventStoreDBClient): Promise<void> => {
  const waited = new AbortController();
  const second = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 1_000);
    waited.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
  await Promise.race([client.dispose(), second]);
  waited.abort();
};

/** Opens the process's one connection; nothing is sent before the first call.
 *  @throws when one is open already, or when the URL cannot be read */
export const connectEventStoreDb = (
  url: string,
  { appendDeadlineMs = 2_000, readIdleMs = 5_000 }: ConnectionOptions = {},
): EventStoreDbConnection => {
  if (open !== undefined) throw new Error('this process has an EventStoreDB connection already');
  const made = EventStoreDBClient.connectionString(withKeepAlive(url));
  const client = (open = guarded(made, appendDeadlineMs * 0.75));
  const head = async (timeoutMs = readIdleMs) => {
    try {
      return await readHead(client, timeoutMs);
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  };
  return {
    client,
    appendDeadlineMs,
    readIdleMs,
    head,
    isReachable: (timeoutMs) =>
      head(timeoutMs).then(
        () => true,
        () => false,
      ),
    close: async () => {
      if (open !== client) return;
      await dispose(client);
      open = undefined;
    },
  };
};
