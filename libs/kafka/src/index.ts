export * from './broker-errors.js';
export * from './broker-probe.js';
export * from './cloud-events/cloud-event-codec.js';
export * from './event-publisher.js';
export type { KafkaConnection } from './kafka-client.js';
export * from './publisher-processor.js';
export * from './topics.js';
