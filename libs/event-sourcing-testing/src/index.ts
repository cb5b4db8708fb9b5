export * from './decider-specification.js';
export * from './event-store-contract.js';
export * from './fake-timing.js';
export * from './in-memory-event-store.js';
