import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer, type KafkaMessage } from 'kafkajs';
import { waitUntil } from './wait-until.js';

const topic = 'city.incidents.incident.v1';

export interface TopicRecord {
  readonly key: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const recordOf = ({ key, value, headers = {} }: KafkaMessage): TopicRecord => {
  const text = value?.toString() ?? '';
  const texts = Object.entries(headers).map(([name, header]) => [name, String(header)]);
  return {
    ...{ key: key?.toString() ?? '', text },
    headers: Object.fromEntries(texts) as Record<string, string>,
    data: JSON.parse(text) as Record<string, unknown>,
  };
};

/** Everything on the topic of incidents, read by a plain consumer from its beginning. */
export class TopicLog {
  private readonly records: TopicRecord[] = [];

  private constructor(private readonly consumer: Consumer) {}

  static async follow(broker: string): Promise<TopicLog> {
    const kafka = new Kafka({
      brokers: [broker],
      logLevel: logLevel.NOTHING,
      retry: { retries: 30, maxRetryTime: 1_000 },
    });
    const log = new TopicLog(kafka.consumer({ groupId: randomUUID() }));
    await log.consumer.connect();
    await log.consumer.subscribe({ topic, fromBeginning: true });
    await log.consumer.run({
      eachMessage: ({ message }) => {
        log.records.push(recordOf(message));
        return Promise.resolve();
      },
    });
    return log;
  }

  /** The records of an incident in the order in which they stand on their partition. */
  of(incidentId: string): readonly TopicRecord[] {
    return this.records.filter(({ key }) => key === incidentId);
  }

  /** The records of an incident once one of them is of this type. */
  async until(incidentId: string, type: string): Promise<readonly TopicRecord[]> {
    await waitUntil(`${type} of ${incidentId} is on the topic`, () =>
      this.of(incidentId).some(({ headers }) => headers.ce_type === `city.incidents.${type}.v1`),
    );
    return this.of(incidentId);
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
  }
}

/** Revisions in the order of their first appearance. */
export const firstRevisions = (records: readonly TopicRecord[]): readonly string[] => [
  ...new Set(records.map(({ data }) => String(data.revision))),
];
