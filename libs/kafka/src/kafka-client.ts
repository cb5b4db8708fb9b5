import type { Log } from '@city/event-sourcing';
import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';

// Read when a producer is made: keeps kafkajs from announcing its old change of partitioner.
process.env.KAFKAJS_NO_PARTITIONER_WARNING ??= '1';

/** How to reach the brokers. */
export interface KafkaConnection {
  /** `host:port` of one broker or more. */
  readonly brokers: readonly string[];
  /** Names this client in the brokers' logs and metrics. */
  readonly clientId: string;
  readonly log: Log;
}

// Chosen with care here (see event-publisher.ts), and no news to an operator.
const expected = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

/** kafkajs writes at ERROR what it then retries: for us a warning. The outcome of the call is the judge. */
const routedTo =
  (log: Log) =>
  ({ level, namespace, log: { message, timestamp, logger, stack, ...fields } }: LogEntry): void => {
    const line = { kafka: namespace, ...fields };
    if (level === logLevel.ERROR) log.warn(line, message);
    else if (level === logLevel.WARN && message !== expected) log.info(line, message);
    else log.debug(line, message);
  };

/** A kafkajs client that gives up early and logs through ours. Times in milliseconds. */
export const kafkaClient = (
  { brokers, clientId, log }: KafkaConnection,
  overrides: Pick<KafkaConfig, 'retry' | 'requestTimeout' | 'connectionTimeout'> = {},
): Kafka =>
  new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: logLevel.INFO,
    logCreator: () => routedTo(log),
    ...overrides,
  });
