import { randomUUID } from 'node:crypto';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { translated } from '../broker-errors.js';
import type { RecordPlace } from '../consuming/consumed-event.js';
import { inTime } from '../in-time.js';
import { kafkaClient, type KafkaConnection } from '../kafka-client.js';

const DEADLINE_MS = 60_000;

/** Gives every committed record of a topic to `see`, of each partition in its order, up to where the topic ended
 *  when the reading began. Commits nothing. @throws BrokerUnavailable, PublishRefused for a missing topic */
export const readTopic = async (
  connection: KafkaConnection,
  topic: string,
  see: (message: KafkaMessage, place: RecordPlace) => void,
): Promise<void> => {
  try {
    const ends = await endsOf(connection, topic);
    if (ends.size > 0) await inTime(DEADLINE_MS, readUpTo(connection, topic, { ends, see }));
  } catch (error) {
    throw translated(error, topic);
  }
};

/** The offset behind the last record of each partition that holds any. */
const endsOf = async (connection: KafkaConnection, topic: string): Promise<Map<number, bigint>> => {
  const admin = kafkaClient(connection).admin();
  try {
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(
      offsets
        .filter(({ low, high }) => BigInt(high) > BigInt(low))
        .map(({ partition, high }) => [partition, BigInt(high)]),
    );
  } finally {
    await admin.disconnect();
  }
};

interface Reading {
  /** Partitions that are not yet read. */
  readonly ends: Map<number, bigint>;
  readonly see: (message: KafkaMessage, place: RecordPlace) => void;
}

const readUpTo = async (
  connection: KafkaConnection,
  topic: string,
  { ends, see }: Reading,
): Promise<void> => {
  // A group of its own that never commits: it is gone with its only member.
  const consumer = kafkaClient(connection).consumer({
    groupId: `reading-${randomUUID()}`,
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
  });
  const done = allRead(consumer, ends);
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch: { partition, messages } }) => {
        const end = ends.get(partition);
        for (const message of messages) {
          const { offset } = message;
          if (end !== undefined && BigInt(offset) < end) see(message, { topic, partition, offset });
        }
        return Promise.resolve();
      },
    });
    await done;
  } finally {
    await consumer.disconnect();
  }
};

/** Resolves when no partition is left. The end of a partition may be a mark of a transaction, which is no record:
 *  hence the event, and not the records, tell how far the reading is. */
const allRead = (consumer: Consumer, ends: Map<number, bigint>): Promise<void> => {
  const { END_BATCH_PROCESS, CRASH } = consumer.events;
  const done = new Promise<void>((resolve, reject) => {
    consumer.on(END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      const end = ends.get(partition);
      if (end !== undefined && BigInt(lastOffset) + 1n >= end) ends.delete(partition);
      if (ends.size === 0) resolve();
    });
    consumer.on(CRASH, ({ payload }) => {
      reject(payload.error);
    });
  });
  done.catch(() => undefined);
  return done;
};
