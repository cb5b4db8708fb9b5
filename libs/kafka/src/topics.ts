import { setTimeout as wait } from 'node:timers/promises';
import type { Topic } from '@city/contracts-envelope';
import type { Admin } from 'kafkajs';
import { BrokerUnavailable } from './broker-errors.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';

/** A topic stands with another number of partitions than the contract names. */
export class TopicMismatch extends Error {
  constructor(
    readonly topic: string,
    found: number,
    wanted: number,
  ) {
    super(
      `topic ${topic} has ${String(found)} partitions and must have ${String(wanted)}; ` +
        'the number is fixed for life: make the topic anew, or use another cluster',
    );
    this.name = 'TopicMismatch';
  }
}

export interface EnsureTopicsOptions {
  /** Copies of each partition: 1 on a single broker, 3 on a cluster. */
  readonly replication: number;
  /** How long to wait for brokers that are not ready yet, in milliseconds (60 s by default). */
  readonly deadlineMs?: number;
}

/** Makes the topics that are missing and checks those that stand. May run in several processes at once.
 *  @throws TopicMismatch, BrokerUnavailable when the brokers are not ready by the deadline */
export const ensureTopics = async (
  connection: KafkaConnection,
  topics: readonly Topic[],
  { replication, deadlineMs = 60_000 }: EnsureTopicsOptions,
): Promise<void> => {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      await attempt(connection, topics, replication);
      return;
    } catch (error) {
      if (error instanceof TopicMismatch) throw error;
      if (Date.now() >= deadline) throw new BrokerUnavailable(error);
      connection.log.info({ err: error }, 'waiting for Kafka to make topics');
    }
    await wait(Math.min(500, Math.max(0, deadline - Date.now())));
  }
};

const attempt = async (
  connection: KafkaConnection,
  topics: readonly Topic[],
  replication: number,
): Promise<void> => {
  const admin = kafkaClient(connection, { retry: { retries: 0 } }).admin();
  try {
    await admin.connect();
    const missing = await missingFrom(admin, topics);
    if (missing.length === 0) return;
    await admin.createTopics({
      topics: missing.map((topic) => settingsOf(topic, replication)),
      waitForLeaders: true,
      timeout: 5_000,
    });
    connection.log.info({ topics: missing.map(({ name }) => name) }, 'topics made');
    const still = await missingFrom(admin, topics);
    if (still.length > 0) throw new Error(`${still.map(({ name }) => name).join()}: not there yet`);
  } finally {
    await admin.disconnect();
  }
};

const missingFrom = async (admin: Admin, topics: readonly Topic[]): Promise<Topic[]> => {
  const standing = new Set(await admin.listTopics());
  const found = topics.filter(({ name }) => standing.has(name));
  if (found.length > 0) await check(admin, found);
  return topics.filter(({ name }) => !standing.has(name));
};

const check = async (admin: Admin, topics: readonly Topic[]): Promise<void> => {
  const described = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  for (const { name, partitions } of described.topics) {
    const wanted = topics.find((topic) => topic.name === name)?.partitions ?? partitions.length;
    if (partitions.length !== wanted) throw new TopicMismatch(name, partitions.length, wanted);
  }
};

const settingsOf = ({ name, partitions, retentionMs }: Topic, replication: number) => ({
  topic: name,
  numPartitions: partitions,
  replicationFactor: replication,
  configEntries: [
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'retention.ms', value: String(retentionMs) },
    { name: 'min.insync.replicas', value: replication >= 3 ? '2' : '1' },
  ],
});
