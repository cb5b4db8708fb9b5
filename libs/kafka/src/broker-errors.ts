import { DependencyAway } from '@city/event-sourcing';
// kafkajs is CommonJS, and Node finds only its first exports by name: the errors come by the default import.
import kafkajs from 'kafkajs';
import { OutOfTime } from './in-time.js';

const {
  KafkaJSBrokerNotFound,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} = kafkajs;

/** No broker could be reached, or none acknowledged in time. Whether records were written is not known. */
export class BrokerUnavailable extends DependencyAway {
  constructor(cause: unknown) {
    super(`Kafka cannot be reached: ${messageOf(cause)}`, { cause });
    this.name = 'BrokerUnavailable';
  }
}

/** The broker answered, and does not take the records: trying again alone will not help. */
export class PublishRefused extends Error {
  constructor(
    readonly topic: string,
    cause: unknown,
  ) {
    super(`${topic}: ${messageOf(cause)}`, { cause });
    this.name = 'PublishRefused';
  }
}

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** An error of kafkajs, for a topic, in our words. Errors that are already ours stay as they are. */
export const translated = (error: unknown, topic: string): Error => {
  if (error instanceof BrokerUnavailable || error instanceof PublishRefused) return error;
  const chain = causesOf(error);
  if (chain.some(isMissingTopic)) {
    return new PublishRefused(topic, new Error('no such topic; the migration step makes topics'));
  }
  return chain.some(isOutage) ? new BrokerUnavailable(error) : new PublishRefused(topic, error);
};

const causesOf = (error: unknown): unknown[] => {
  const chain: unknown[] = [];
  for (let cause = error; cause instanceof Error && !chain.includes(cause); cause = cause.cause) {
    chain.push(cause);
  }
  return chain;
};

const isMissingTopic = (error: unknown): boolean =>
  error instanceof KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';

const outages = [
  ...[OutOfTime, KafkaJSConnectionError, KafkaJSRequestTimeoutError, KafkaJSBrokerNotFound],
  KafkaJSNumberOfRetriesExceeded,
];

const isOutage = (error: unknown): boolean =>
  outages.some((kind) => error instanceof kind) ||
  (error instanceof KafkaJSProtocolError && error.retriable);
