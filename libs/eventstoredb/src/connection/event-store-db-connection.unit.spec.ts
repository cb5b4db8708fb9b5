import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@city/event-sourcing';
import { EventStoreDbEventStore } from '../event-store-db-event-store.js';
import { newEvent } from '../testing/new-event.js';
import { connectEventStoreDb, withKeepAlive } from './event-store-db-connection.js';

const nowhere = 'esdb://127.0.0.1:1?tls=false';

describe('a connection string', () => {
  it.each([
    ['esdb://h:1', 'esdb://h:1?keepAliveInterval=10000&keepAliveTimeout=3000'],
    ['esdb://h:1/', 'esdb://h:1?keepAliveInterval=10000&keepAliveTimeout=3000'],
    [
      'esdb://h:1?tls=false&keepaliveinterval=20000',
      'esdb://h:1?tls=false&keepaliveinterval=20000&keepAliveTimeout=3000',
    ],
  ])('%s gets the keep-alive settings that it lacks', (url, expected) => {
    expect(withKeepAlive(url)).toBe(expected);
  });
});

describe('a connection', () => {
  it('is the only one of the process, until it is closed', async () => {
    const first = connectEventStoreDb(nowhere);
    expect(() => connectEventStoreDb(nowhere)).toThrow('already');
    await first.close();
    await first.close();
    await connectEventStoreDb(nowhere).close();
  });

  it('to nowhere is not reachable, and nothing is written', async () => {
    const connection = connectEventStoreDb(nowhere);
    const store = new EventStoreDbEventStore(connection);
    expect(await connection.isReachable(1_000)).toBe(false);
    await expect(store.append('s-1', 'no-stream', [newEvent()])).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    await expect(store.read('s-1').next()).rejects.toBeInstanceOf(StoreUnavailable);
    await connection.close();
  });
});
