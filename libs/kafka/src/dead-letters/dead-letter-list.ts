import { placeText, type RecordPlace } from '../consuming/consumed-event.js';
import { kafkaClient, type KafkaConnection } from '../kafka-client.js';
import {
  deadLetterOf,
  nameOf,
  redriveNoteOf,
  type DeadLetter,
  type Redriven,
} from './dead-letter.js';
import { readTopic } from './topic-reading.js';

/** Which dead letters; what is left out does not matter. */
export interface DeadLetterFilter {
  readonly consumer?: string;
  readonly key?: string;
  /** `topic/partition/offset` of the record that was set aside. */
  readonly source?: string;
}

/** Names of the dead-letter topics of the cluster. */
export const deadLetterTopics = async (connection: KafkaConnection): Promise<readonly string[]> => {
  const admin = kafkaClient(connection).admin();
  try {
    await admin.connect();
    const topics = await admin.listTopics();
    return topics.filter((name) => name.endsWith('.dlq')).sort();
  } finally {
    await admin.disconnect();
  }
};

/** The dead letters of a dead-letter topic, each once, in the order of their sources.
 *  @throws BrokerUnavailable, PublishRefused for a missing topic */
export const listDeadLetters = async (
  connection: KafkaConnection,
  topic: string,
  filter: DeadLetterFilter = {},
): Promise<readonly DeadLetter[]> => {
  const letters = new Map<string, DeadLetter>();
  const redriven = new Map<string, Redriven>();
  await readTopic(connection, topic, (message, place) => {
    const note = redriveNoteOf(message);
    if (note !== undefined) redriven.set(note.name, { by: note.by, at: note.at });
    const letter = deadLetterOf(message, place);
    if (letter !== undefined && !letters.has(nameOf(letter))) letters.set(nameOf(letter), letter);
  });
  return [...letters.entries()]
    .map(([name, letter]) => ({ ...letter, redriven: redriven.get(name) ?? null }))
    .filter((letter) => matches(letter, filter))
    .sort((one, other) => bySource(one.source, other.source));
};

const matches = (letter: DeadLetter, { consumer, key, source }: DeadLetterFilter): boolean =>
  (consumer === undefined || letter.consumer === consumer) &&
  (key === undefined || letter.record.key?.toString() === key) &&
  (source === undefined || placeText(letter.source) === source);

const bySource = (one: RecordPlace, other: RecordPlace): number =>
  one.topic.localeCompare(other.topic) ||
  one.partition - other.partition ||
  Number(BigInt(one.offset) - BigInt(other.offset));
