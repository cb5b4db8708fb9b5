import type { PartitionOffset } from 'kafkajs';
import { translated } from '../broker-errors.js';
import { kafkaClient, type KafkaConnection } from '../kafka-client.js';

/** How far a consumer group is behind in a partition, in records (marks of transactions count as such). */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/** What a group has not committed yet, asked of the brokers: it grows also while the group stands still.
 *  @throws BrokerUnavailable, PublishRefused for a missing topic */
export const consumerLag = async (
  connection: KafkaConnection,
  group: string,
  topics: readonly string[],
): Promise<readonly PartitionLag[]> => {
  const admin = kafkaClient(connection).admin();
  try {
    await admin.connect();
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    const lags = committed.map(async ({ topic, partitions }) =>
      lagsOf(topic, partitions, await admin.fetchTopicOffsets(topic)),
    );
    return (await Promise.all(lags)).flat();
  } catch (error) {
    throw translated(error, topics.join());
  } finally {
    await admin.disconnect();
  }
};

const lagsOf = (
  topic: string,
  committed: readonly PartitionOffset[],
  kept: readonly Readonly<{ partition: number; low: string; high: string }>[],
): readonly PartitionLag[] =>
  kept.map(({ partition, low, high }) => {
    const offset = BigInt(committed.find((each) => each.partition === partition)?.offset ?? -1);
    // -1 = nothing committed: it will begin with the oldest record.
    const next = offset < 0n ? BigInt(low) : offset;
    return { topic, partition, lag: Number(BigInt(high) - next) };
  });
