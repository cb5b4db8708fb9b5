export * from './city-event.js';
export * from './cloud-event.js';
export * from './event-registry.js';
export * from './geo-point.js';
export * from './ids.js';
export * from './integration-event.js';
export { tolerant } from './tolerant.js';
export * from './topic.js';
