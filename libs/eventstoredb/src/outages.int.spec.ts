import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  OutcomeUnknown,
  StoreUnavailable,
  type FeedItem,
  type StoredEvent,
} from '@city/event-sourcing';
import {
  connectEventStoreDb,
  type EventStoreDbConnection,
} from './connection/event-store-db-connection.js';
import { EventStoreDbEventFeed } from './event-store-db-event-feed.js';
import { EventStoreDbEventStore } from './event-store-db-event-store.js';
import { EmbeddedServer } from './testing/embedded-server.js';
import { newEvent } from './testing/new-event.js';

const isOutage = (error: unknown) =>
  error instanceof OutcomeUnknown || error instanceof StoreUnavailable;

describe('the event store through outages', () => {
  let server: EmbeddedServer;
  let connection: EventStoreDbConnection;
  let store: EventStoreDbEventStore;
  let feed: EventStoreDbEventFeed;
  let streams = 0;
  beforeAll(async () => {
    server = await EmbeddedServer.start();
    connection = connectEventStoreDb(server.url, { appendDeadlineMs: 700, readIdleMs: 700 });
    store = new EventStoreDbEventStore(connection);
    feed = new EventStoreDbEventFeed(connection);
  });
  afterAll(async () => {
    await connection.close();
    await server.remove();
  });

  const freshStream = () => `outage-${String((streams += 1))}`;
  const eventsOf = async (stream: string): Promise<StoredEvent[]> => {
    const events = [];
    for await (const event of store.read(stream)) events.push(event);
    return events;
  };
  const reachable = async (): Promise<void> => {
    while (!(await connection.isReachable(500)));
  };
  /** The same append again until it is answered, as the command handler does. */
  const settled = async (stream: string, event: ReturnType<typeof newEvent>) => {
    for (;;) {
      try {
        return await store.append(stream, 'no-stream', [event]);
      } catch (error) {
        if (!isOutage(error)) throw error;
        await reachable();
      }
    }
  };
  /** Appends on streams of their own, so many at once, until `stop`: what was acknowledged. */
  const load = (atOnce: number, stop: AbortSignal) => {
    const acknowledged: string[] = [];
    const failures: unknown[] = [];
    const writer = async () => {
      while (!stop.aborted) {
        const stream = freshStream();
        const append = store.append(stream, 'no-stream', [newEvent()]);
        await append.then(
          () => acknowledged.push(stream),
          (error: unknown) => failures.push(error),
        );
        if (failures.length > 0 && failures.length % 50 === 0) await connection.isReachable(50);
      }
    };
    const writers = Promise.all(Array.from({ length: atOnce }, writer));
    return { acknowledged, failures, done: writers };
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await connection.isReachable(50);
  };

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'goes on with the same client after %s under load, and loses nothing acknowledged',
    async (signal) => {
      const stop = new AbortController();
      const running = load(100, stop.signal);
      await until(() => running.acknowledged.length > 200);
      await server.end(signal);
      await until(() => running.failures.length > 0);
      await server.restart();
      const before = running.acknowledged.length;
      await until(() => running.acknowledged.length > before + 200);
      stop.abort();
      await running.done;
      expect(running.failures.filter((error) => !isOutage(error))).toEqual([]);
      const lost = [];
      for (const stream of running.acknowledged) {
        if ((await eventsOf(stream)).length !== 1) lost.push(stream);
      }
      expect(lost).toEqual([]);
    },
    30_000,
  );

  it('while the server is down is unavailable, and writes nothing', async () => {
    await server.end('SIGKILL');
    await until(() => true);
    const stream = freshStream();
    const event = newEvent();
    await expect(eventsOf(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.append(stream, 'no-stream', [event])).rejects.toMatchObject({
      name: expect.stringMatching('OutcomeUnknown|StoreUnavailable'),
    });
    expect(await connection.isReachable(500)).toBe(false);
    await server.restart();
    await reachable();
    expect(await settled(stream, event)).toMatchObject({ revision: 0n });
    expect(await eventsOf(stream)).toHaveLength(1);
  });

  it('frozen, leaves the outcome open within the deadline, and a repeat settles it', async () => {
    await settled(freshStream(), newEvent());
    const stream = freshStream();
    const event = newEvent();
    server.freeze();
    const since = performance.now();
    const appends = [stream, freshStream()].map((name) => store.append(name, 'no-stream', [event]));
    const reading = eventsOf(stream);
    for (const { status, reason } of (await Promise.allSettled(
      appends,
    )) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(reason).toBeInstanceOf(OutcomeUnknown);
    }
    await expect(reading).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - since).toBeLessThan(1_500);
    server.thaw();
    await settled(stream, event);
    expect(await eventsOf(stream)).toHaveLength(1);
  });

  it('lets a feed go on from its last position', async () => {
    const prefix = `feed${String(process.pid)}-`;
    const append = (n: number) => settled(`${prefix}${String(n)}`, newEvent());
    const seen: string[] = [];
    let after: bigint | undefined;
    const take = (item: FeedItem): void => {
      if (item.kind !== 'caught-up')
        after = item.kind === 'event' ? item.event.position : item.position;
      if (item.kind === 'event') seen.push(item.event.stream);
    };
    const follow = async (signal: AbortSignal, enough: () => boolean, quit: () => void) => {
      for await (const item of feed.subscribe({ prefixes: [prefix], after, signal })) {
        take(item);
        if (enough()) quit();
      }
    };
    await append(1);
    await append(2);
    const first = new AbortController();
    const killed = follow(
      first.signal,
      () => seen.length === 2,
      () => void server.end('SIGKILL'),
    );
    await expect(killed).rejects.toBeInstanceOf(StoreUnavailable);
    await server.restart();
    await append(3);
    const second = new AbortController();
    await follow(
      second.signal,
      () => seen.length === 3,
      () => {
        second.abort();
      },
    );
    expect(seen).toEqual([1, 2, 3].map((n) => `${prefix}${String(n)}`));
  });

  it('lets a consumer leave a feed and a read early', async () => {
    const stream = freshStream();
    const events = Array.from({ length: 500 }, () => newEvent({ pad: 'x'.repeat(500) }));
    await store.append(stream, 'no-stream', events);
    for await (const { revision } of store.read(stream)) if (revision === 3n) break;
    const { signal } = new AbortController();
    for await (const { kind } of feed.subscribe({ prefixes: [stream], after: undefined, signal })) {
      if (kind === 'event') break;
    }
    expect(await eventsOf(stream)).toHaveLength(500);
  });
});
