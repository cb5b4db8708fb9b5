import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { type StoredEvent, TOMBSTONE_REVISION } from '../log/event-entry.js';
import { encodePlainEvent } from './plain-event-encoding.js';
import { shared, streams } from './protocol.js';

const { ReadResp } = streams;
const { ReadEvent } = ReadResp;

const TICKS_PER_MS = 10_000n;
const TOMBSTONE_TEXT = '9223372036854775807';

/** A revision as it stands in messages. */
const revisionText = (revision: number): string =>
  revision === TOMBSTONE_REVISION ? TOMBSTONE_TEXT : String(revision);

const bitsOf = (id: string, from: number): string =>
  String(BigInt.asIntN(64, BigInt(`0x${id.replaceAll('-', '').slice(from, from + 16)}`)));

/** An event id as the reader asked for it: as text, or as two signed 64-bit numbers. */
const uuidMessage = (id: string, structured: boolean): UUID => {
  if (!structured) return new shared.UUID().setString(id);
  const bits = new shared.UUID.Structured();
  bits.setMostSignificantBits(bitsOf(id, 0)).setLeastSignificantBits(bitsOf(id, 16));
  return new shared.UUID().setStructured(bits);
};

const recordedEvent = (event: StoredEvent, structured: boolean) => {
  const recorded = new ReadEvent.RecordedEvent();
  recorded
    .setId(uuidMessage(event.id, structured))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream)))
    .setStreamRevision(revisionText(event.revision))
    .setPreparePosition(String(event.position))
    .setCommitPosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  metadata.set('created', String(BigInt(event.createdMs) * TICKS_PER_MS));
  return recorded;
};

const bytesOf = (message: { serializeBinary(): Uint8Array }): Buffer => {
  const { buffer, byteOffset, byteLength } = message.serializeBinary();
  return Buffer.from(buffer, byteOffset, byteLength);
};

/** Bytes of the message that carries the event. Made once per event while it stays in memory. */
export const encodeEvent = (event: StoredEvent): Buffer => {
  event.encoded ??=
    event.revision === TOMBSTONE_REVISION ? encodeGenerated(event) : encodePlainEvent(event);
  return event.encoded;
};

/** The same with the generated code: slower, for every kind of event and id. */
export const encodeGenerated = (event: StoredEvent, structured = false): Buffer => {
  const message = new ReadEvent()
    .setEvent(recordedEvent(event, structured))
    .setCommitPosition(String(event.position));
  return bytesOf(new ReadResp().setEvent(message));
};

export const encodeEventWithStructuredId = (event: StoredEvent): Buffer =>
  encodeGenerated(event, true);

/** A link with the event that it points to; without it when that is gone. */
export const encodeLink = (
  link: StoredEvent,
  target: StoredEvent | undefined,
  structured: boolean,
): Buffer => {
  const message = new ReadEvent()
    .setLink(recordedEvent(link, structured))
    .setCommitPosition(String(link.position));
  if (target !== undefined) message.setEvent(recordedEvent(target, structured));
  return bytesOf(new ReadResp().setEvent(message));
};

export const encodeCheckpoint = (commit: number, prepare: number): Buffer =>
  bytesOf(
    new ReadResp().setCheckpoint(
      new ReadResp.Checkpoint()
        .setCommitPosition(String(commit))
        .setPreparePosition(String(prepare)),
    ),
  );

export const encodeConfirmation = (subscriptionId: string): Buffer =>
  bytesOf(
    new ReadResp().setConfirmation(
      new ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId),
    ),
  );

export const encodeCaughtUp = (): Buffer =>
  bytesOf(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));

export const encodeStreamNotFound = (stream: string): Buffer => {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  return bytesOf(
    new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier)),
  );
};
