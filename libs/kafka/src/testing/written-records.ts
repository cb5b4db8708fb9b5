import { randomUUID } from 'node:crypto';
import { cityEvent, integrationEvent, publicTopic, type CityEvent } from '@city/contracts-envelope';
import type { Topic } from '@city/contracts-envelope';
import type { Log } from '@city/event-sourcing';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import type { KafkaConnection } from '../kafka-client.js';

const ignored = (): void => undefined;
export const silent: Log = { debug: ignored, info: ignored, warn: ignored, error: ignored };

export const connectionTo = (broker: string): KafkaConnection => ({
  brokers: [broker],
  clientId: 'kafka-spec',
  log: silent,
});

/** A topic that no other spec uses. */
export const ownTopic = (): Topic => publicTopic(`spec.${randomUUID()}`);

/** A type of event of the specs' own contract. */
export const siren = integrationEvent({
  type: 'city.risk.siren-sounded.v1',
  description: 'A siren was heard',
  data: z.strictObject({ id: z.string(), revision: z.string() }),
  examples: [{ id: '7', revision: '0' }],
});

/** An event of the siren with this id. */
export const sounded = (id: string, revision: number): CityEvent =>
  cityEvent(
    siren,
    {
      id: `${id}/${String(revision)}`,
      source: 'urn:city:risk',
      subject: id,
      occurredAt: '2026-11-24T14:03:07.000Z',
      recordedAt: '2026-11-24T14:03:08.000Z',
      position: BigInt(revision),
      correlationId: 'flow-1',
      causationId: 'cause-1',
      dataSchema: `https://city.example/schemas/${siren.type}.json`,
    },
    { id, revision: String(revision) },
  );

export interface WrittenRecord {
  readonly partition: number;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The first records of a topic, read by a plain client of its own; resolves once there are so many. */
export const recordsOf = async (
  broker: string,
  topic: string,
  count: number,
): Promise<readonly WrittenRecord[]> => {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: randomUUID() });
  const records: WrittenRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = ({ partition, message }: { partition: number; message: KafkaMessage }) => {
      records.push({ partition, ...textsOf(message) });
      if (records.length === count) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return records;
};

const textsOf = ({ key, value, headers = {} }: KafkaMessage): Omit<WrittenRecord, 'partition'> => ({
  key: key?.toString(),
  value: value?.toString(),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
});
