export * from './decider.js';
export * from './event-metadata.js';
export * from './event-store.js';
export * from './message.js';
export * from './processor.js';
