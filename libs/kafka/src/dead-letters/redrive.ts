import { Partitioners, type IHeaders, type Message, type Producer } from 'kafkajs';
import { translated } from '../broker-errors.js';
import { placeText } from '../consuming/consumed-event.js';
import { kafkaClient, type KafkaConnection } from '../kafka-client.js';
import { REDRIVE_OF, redriveHeaders, type DeadLetter } from './dead-letter.js';
import { listDeadLetters, type DeadLetterFilter } from './dead-letter-list.js';

export interface RedriveOptions {
  /** The dead-letter topic. */
  readonly topic: string;
  readonly filter?: DeadLetterFilter;
  /** Who does it, for the record. Stays in the dead-letter topic. */
  readonly by: string;
  /** Only tell what would be done. */
  readonly dryRun?: boolean;
}

export interface Redrive {
  /** What was sent, or would be, in its order: one record for each list, which holds the dead letters of all
   *  consumers that could not take it. */
  readonly sent: readonly (readonly DeadLetter[])[];
  /** What cannot be sent again, because it was too large to be kept whole. */
  readonly omitted: readonly DeadLetter[];
}

/** Records in one transaction. */
const PORTION = 100;

/** Sends dead letters that were not redriven yet to their topic and partition again, of each key in the original
 *  order. Record and note go in one transaction, so each is sent once, whatever breaks in between; of two who
 *  redrive at once one fails. Every consumer of the topic sees the record.
 *  @throws BrokerUnavailable, PublishRefused: what was not sent is still there for the next call */
export const redriveDeadLetters = async (
  connection: KafkaConnection,
  options: RedriveOptions,
): Promise<Redrive> => {
  if (options.dryRun === true) return planned(connection, options);
  const producer = kafkaClient(connection).producer({
    transactionalId: `redrive-${options.topic}`,
    transactionTimeout: 10_000,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: { retries: 5 },
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  try {
    await producer.connect();
    // The first transaction ends whatever another one has begun; what is read after it is the whole truth.
    await (await producer.transaction()).abort();
    const plan = await planned(connection, options);
    for (let from = 0; from < plan.sent.length; from += PORTION) {
      await sendPortion(producer, plan.sent.slice(from, from + PORTION), options);
    }
    return plan;
  } catch (error) {
    throw translated(error, options.topic);
  } finally {
    await producer.disconnect();
  }
};

const planned = async (
  connection: KafkaConnection,
  { topic, filter }: RedriveOptions,
): Promise<Redrive> => {
  const letters = await listDeadLetters(connection, topic, filter);
  const waiting = letters.filter(({ redriven }) => redriven === null);
  const bySource = new Map<string, DeadLetter[]>();
  for (const letter of waiting.filter(({ omitted }) => omitted === null)) {
    const name = placeText(letter.source);
    const others = bySource.get(name);
    if (others === undefined) bySource.set(name, [letter]);
    else others.push(letter);
  }
  return {
    sent: [...bySource.values()],
    omitted: waiting.filter(({ omitted }) => omitted !== null),
  };
};

const sendPortion = async (
  producer: Producer,
  portion: Redrive['sent'],
  { topic, by }: RedriveOptions,
): Promise<void> => {
  const at = new Date().toISOString();
  const transaction = await producer.transaction();
  try {
    for (const [name, messages] of byTopic(portion)) {
      await transaction.send({ topic: name, messages, acks: -1 });
    }
    const notes = portion.flat().map((letter) => noteOf(letter, by, at));
    await transaction.send({ topic, messages: notes, acks: -1 });
    await transaction.commit();
  } catch (error) {
    await transaction.abort().catch(() => undefined);
    throw error;
  }
};

const byTopic = (portion: Redrive['sent']): ReadonlyMap<string, Message[]> => {
  const topics = new Map<string, Message[]>();
  for (const [letter] of portion) {
    if (letter === undefined) continue;
    const messages = topics.get(letter.source.topic) ?? [];
    messages.push(recordOf(letter));
    topics.set(letter.source.topic, messages);
  }
  return topics;
};

/** The original record; the name of who redrives it stays out of the topic, which others read. */
const recordOf = ({ record, source, place }: DeadLetter): Message => {
  const originals = Object.entries(record.headers ?? {}).filter(
    ([name]) => !name.startsWith('dlq_'),
  );
  const headers: IHeaders = { ...Object.fromEntries(originals), [REDRIVE_OF]: placeText(place) };
  return { key: record.key, value: record.value, partition: source.partition, headers };
};

const noteOf = (
  { record, source, place, consumer }: DeadLetter,
  by: string,
  at: string,
): Message => ({
  key: record.key,
  value: JSON.stringify({ by, at }),
  // Behind its dead letter, so that whoever reads the partition in order meets the note last.
  partition: place.partition,
  headers: {
    'content-type': 'application/json',
    [redriveHeaders.consumer]: consumer,
    [redriveHeaders.source]: placeText(source),
    [redriveHeaders.by]: by,
    [redriveHeaders.at]: at,
  },
});
