export {
  connectEventStoreDb,
  type ConnectionOptions,
  type EventStoreDbConnection,
} from './connection/event-store-db-connection.js';
export * from './event-store-db-event-feed.js';
export * from './event-store-db-event-store.js';
