export * from './broker-errors.js';
export * from './broker-probe.js';
export * from './cloud-events/cloud-event-codec.js';
export * from './consuming/cloud-event.server.js';
export * from './consuming/consumed-event.js';
export * from './consuming/consumer-counters.js';
export * from './consuming/consumer-lag.js';
export { Consumer, KeepTheCause } from './consuming/consumer.decorator.js';
export { DependencyUnavailable, Unprocessable } from './consuming/failures.js';
export type { DeadLetters, Retries } from './consuming/settlement.js';
export {
  deadLetterHeaders,
  redriveHeaders,
  type DeadLetter,
  type Redriven,
} from './dead-letters/dead-letter.js';
export * from './dead-letters/dead-letter-list.js';
export * from './dead-letters/redrive.js';
export * from './event-publisher.js';
export type { KafkaConnection } from './kafka-client.js';
export * from './publisher-processor.js';
export * from './topics.js';
