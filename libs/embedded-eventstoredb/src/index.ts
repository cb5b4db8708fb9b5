export {
  type EmbeddedEventStore,
  type EmbeddedEventStoreOptions,
  PortTakenError,
  startEmbeddedEventStore,
} from './server/embedded-event-store.js';
export { consoleLog, type Log } from './server/log.js';
export { FolderInUseError } from './log/folder-lock.js';
export { DamagedLogError } from './log/recovery.js';
