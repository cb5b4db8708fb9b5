import { deadLetterTopicOf } from '@city/contracts-envelope';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { placeText, type RecordPlace } from '../consuming/consumed-event.js';
import { reasonOf } from '../consuming/failures.js';
import type { KafkaConnection } from '../kafka-client.js';
import { RecordSender, type SentRecord } from '../record-sender.js';
import { deadLetterHeaders as names } from './dead-letter.js';

const DEADLINE_MS = 5_000;
const LONGEST_CAUSE = 1_000;
/** A broker takes records of 1 MiB with their overhead. */
const MOST_BYTES = 1_000_000;

/** A record as it came, and its place. */
export interface SetAside {
  readonly message: Pick<KafkaMessage, 'key' | 'value' | 'headers'>;
  readonly place: RecordPlace;
}

/** Writes the dead letters of one consumer, each into the dead-letter topic of its topic. */
export class DeadLetterWriter {
  readonly #sender: RecordSender;
  readonly #consumer: string;

  constructor(connection: KafkaConnection, consumer: string) {
    this.#sender = new RecordSender(connection, DEADLINE_MS);
    this.#consumer = consumer;
  }

  /** Resolves once all in-sync replicas have it. @throws BrokerUnavailable, PublishRefused */
  async write({ message, place }: SetAside, cause: unknown, attempts: number): Promise<void> {
    const { name } = deadLetterTopicOf({ name: place.topic });
    const record = deadLetterRecord(message, {
      [names.consumer]: this.#consumer,
      [names.cause]: reasonOf(cause).slice(0, LONGEST_CAUSE),
      [names.attempts]: String(attempts),
      [names.source]: placeText(place),
      [names.at]: new Date().toISOString(),
    });
    await this.#sender.send(name, [[record]]);
  }

  async close(): Promise<void> {
    await this.#sender.close();
  }
}

/** The original record with the headers of a dead letter. One that would grow too large for a broker loses its
 *  value, then its headers: they stand at the source, and one record must not stop its partition for ever. */
export const deadLetterRecord = (
  { key, value, headers = {} }: SetAside['message'],
  added: Readonly<Record<string, string>>,
): SentRecord => {
  const originals = withoutNulls(headers);
  const whole = { key, value, headers: { ...originals, ...added } };
  if (bytesOf(whole) <= MOST_BYTES) return whole;
  const omitted = { ...added, [names.omitted]: 'value' };
  const hollow = { key, value: null, headers: { ...originals, ...omitted } };
  if (bytesOf(hollow) <= MOST_BYTES) return hollow;
  const bare = { key, value: null, headers: { ...added, [names.omitted]: 'value,headers' } };
  return bytesOf(bare) <= MOST_BYTES ? bare : { ...bare, key: null };
};

/** kafkajs reads headers without a value, and cannot write them. */
const withoutNulls = (headers: IHeaders): IHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      // Typed without null; the decoder gives it all the same.
      Array.isArray(value) ? value.map((each) => present(each)) : present(value),
    ]),
  );

const present = (value: Buffer | string | null | undefined): Buffer | string => value ?? '';

const bytesOf = ({ key, value, headers }: SentRecord): number => {
  const inHeaders = Object.entries(headers).flatMap(([name, value_]) =>
    [value_ ?? ''].flat().map((each) => Buffer.byteLength(name) + Buffer.byteLength(each)),
  );
  const sum = inHeaders.reduce((total, bytes) => total + bytes, 0);
  return sum + Buffer.byteLength(key ?? '') + (value?.length ?? 0);
};
