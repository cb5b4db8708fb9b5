import { eventStoreContract } from '@city/event-sourcing-testing';
import { connectEventStoreDb } from './connection/event-store-db-connection.js';
import { EventStoreDbEventFeed } from './event-store-db-event-feed.js';
import { EventStoreDbEventStore } from './event-store-db-event-store.js';
import { EmbeddedServer } from './testing/embedded-server.js';

eventStoreContract('EventStoreDB', async () => {
  const given = process.env.EVENTSTORE_URL;
  const server = given === undefined ? await EmbeddedServer.start() : undefined;
  const connection = connectEventStoreDb(given ?? server?.url ?? '');
  return {
    store: new EventStoreDbEventStore(connection),
    feed: new EventStoreDbEventFeed(connection),
    close: async () => {
      await connection.close();
      await server?.remove();
    },
  };
});
