import type { CloudEvent } from '@city/contracts-envelope';

/** One value of a header; Kafka allows null. */
export type HeaderValue = Uint8Array | string | null;

/** Headers as Kafka clients give them: bytes or text, several values under one name as a list. */
export type RecordHeaders = Readonly<
  Record<string, HeaderValue | readonly HeaderValue[] | undefined>
>;

/** A record as it comes from Kafka; null = no value, or no key. */
export interface IncomingRecord {
  readonly key?: Uint8Array | string | null;
  readonly value: Uint8Array | null;
  readonly headers?: RecordHeaders;
}

/** A record as it goes to Kafka. */
export interface OutgoingRecord {
  readonly key: string | null;
  /** null only for an event without data: on a compacted topic that is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** What a record holds. What cannot be read is an outcome, not an exception: it comes from outside. */
export type ReadResult =
  | Readonly<{ outcome: 'read'; event: CloudEvent }>
  | Readonly<{ outcome: 'unreadable'; reason: string }>;

/** Thrown inside the codec; becomes an `unreadable`. */
export class Malformed extends Error {}
