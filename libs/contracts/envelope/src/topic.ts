const DAY = 86_400_000;

/** A Kafka topic as the migration step makes it. Never compacted: a record is a fact, not a latest value. */
export interface Topic {
  readonly name: string;
  /** For life: another number would give keys other partitions, and with it break their order. */
  readonly partitions: number;
  /** Milliseconds; -1 = for ever. */
  readonly retentionMs: number;
}

/** A topic with our number of partitions (6). */
export const topic = (name: string, retentionMs: number): Topic => ({
  name,
  partitions: 6,
  retentionMs,
});

/** A topic that others read: kept for ever. */
export const publicTopic = (name: string): Topic => topic(name, -1);

/** Where consumers of a topic set records aside that they cannot take: kept for 30 days. */
export const deadLetterTopicOf = ({ name }: Pick<Topic, 'name'>): Topic =>
  topic(`${name}.dlq`, 30 * DAY);
