import type { CityEvent } from '@city/contracts-envelope';
import { Kafka, logLevel, Partitioners, type Message } from 'kafkajs';
import { writeCloudEvent } from '../cloud-events/cloud-event-codec.js';
import { consumerLag } from '../consuming/consumer-lag.js';
import { connectionTo } from './written-records.js';

const kafkaOf = (broker: string): Kafka =>
  new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });

/** The record of an event, as any client would send it. */
export const recordOf = (event: CityEvent): Message => {
  const { key, value, headers } = writeCloudEvent(event, event.subject);
  return { key, value, headers: { ...headers } };
};

/** Sends records as they are, by a plain client. */
export const send = async (
  broker: string,
  topic: string,
  messages: readonly Message[],
): Promise<void> => {
  const producer = kafkaOf(broker).producer({
    // Else a retry after one partition's failure doubles the records of the others.
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  await producer.send({ topic, messages: [...messages] });
  await producer.disconnect();
};

/** How many records of a topic a group that has a member has not committed yet. */
export const lagOf = async (broker: string, group: string, topic: string): Promise<number> => {
  const lags = await consumerLag(connectionTo(broker), group, [topic]);
  return lags.reduce((sum, { lag }) => sum + lag, 0);
};
