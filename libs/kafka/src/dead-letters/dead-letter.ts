import type { KafkaMessage } from 'kafkajs';
import { placeOf, placeText, type RecordPlace } from '../consuming/consumed-event.js';

/** Headers that a dead letter has beside the original ones. */
export const deadLetterHeaders = {
  /** Group of the consumer that could not take the record. */
  consumer: 'dlq_consumer',
  cause: 'dlq_cause',
  attempts: 'dlq_attempts',
  /** Where the record stands: `topic/partition/offset`. One record may be set aside twice; see `source`. */
  source: 'dlq_source',
  /** When it was set aside, RFC 3339 UTC. */
  at: 'dlq_at',
  /** `value` or `value,headers`: what was left out, because the record had no room for a cause. */
  omitted: 'dlq_omitted',
} as const;

/** Headers of the note, in the dead-letter topic, that a dead letter was redriven. */
export const redriveHeaders = {
  consumer: 'redrive_consumer',
  source: 'redrive_source',
  by: 'redrive_by',
  at: 'redrive_at',
} as const;

/** Header of a redriven record: where its dead letter stands. */
export const REDRIVE_OF = 'redrive_of';

export interface Redriven {
  readonly by: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** A record that a consumer set aside. Consumer and source together name it: a second entry with the same two
 *  comes from a crash between dead letter and commit, and is the same dead letter. */
export interface DeadLetter {
  /** Where the record stood that could not be taken. */
  readonly source: RecordPlace;
  readonly consumer: string;
  readonly cause: string;
  readonly attempts: number;
  /** When it was set aside, RFC 3339 UTC. */
  readonly at: string;
  /** Type of the event, where the record names one. */
  readonly type: string | null;
  /** Where its first entry stands. */
  readonly place: RecordPlace;
  /** Key, value and all headers of that entry. */
  readonly record: Pick<KafkaMessage, 'key' | 'value' | 'headers'>;
  /** What was left out of it for its size; it cannot be redriven. */
  readonly omitted: string | null;
  readonly redriven: Redriven | null;
}

export const nameOf = ({ consumer, source }: Pick<DeadLetter, 'consumer' | 'source'>): string =>
  `${consumer} ${placeText(source)}`;

/** The dead letter that a record of a dead-letter topic holds; undefined for any other record. */
export const deadLetterOf = (message: KafkaMessage, place: RecordPlace): DeadLetter | undefined => {
  const text = headerReader(message);
  const source = placeOf(text(deadLetterHeaders.source) ?? '');
  const consumer = text(deadLetterHeaders.consumer);
  if (source === undefined || consumer === undefined) return undefined;
  const { key, value, headers } = message;
  return {
    ...{ source, consumer, place, ...whyAndWhen(text) },
    type: text('ce_type') ?? null,
    record: { key, value, ...(headers !== undefined && { headers }) },
    omitted: text(deadLetterHeaders.omitted) ?? null,
    redriven: null,
  };
};

type HeaderText = (name: string) => string | undefined;

const whyAndWhen = (text: HeaderText): Pick<DeadLetter, 'cause' | 'attempts' | 'at'> => ({
  cause: text(deadLetterHeaders.cause) ?? '',
  attempts: Number(text(deadLetterHeaders.attempts) ?? 1),
  at: text(deadLetterHeaders.at) ?? '',
});

/** The note of a redrive, with the name of its dead letter; undefined for any other record. */
export const redriveNoteOf = (
  message: KafkaMessage,
): (Redriven & { readonly name: string }) | undefined => {
  const text = headerReader(message);
  const source = placeOf(text(redriveHeaders.source) ?? '');
  const consumer = text(redriveHeaders.consumer);
  if (source === undefined || consumer === undefined) return undefined;
  return {
    name: nameOf({ source, consumer }),
    by: text(redriveHeaders.by) ?? '',
    at: text(redriveHeaders.at) ?? '',
  };
};

const headerReader =
  ({ headers = {} }: KafkaMessage): HeaderText =>
  (name) => {
    const value = headers[name];
    return (Array.isArray(value) ? value.at(-1) : value)?.toString();
  };
