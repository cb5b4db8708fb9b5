import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Map as ProtobufMap } from 'google-protobuf';
import { type ProposedEvent } from '../log/event-entry.js';
import { type Expectation } from '../store/expectation.js';
import { missingProperty } from './failures.js';

/** The request is not what the protocol allows. */
export class MalformedRequestError extends Error {}

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ZERO_ID = '00000000-0000-0000-0000-000000000000';

/** Name of the stream. Throws MalformedRequestError without one. */
export const streamName = (identifier: StreamIdentifier | undefined): string => {
  const name = Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
  if (name === '') throw new MalformedRequestError('The stream name is empty.');
  return name;
};

/** An id in lower case, whichever way it was sent. */
export const uuidText = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString().toLowerCase() ?? '';
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
};

const eventId = (uuid: UUID | undefined): string => {
  const id = uuidText(uuid);
  if (!UUID_TEXT.test(id) || id === ZERO_ID) {
    throw new MalformedRequestError(`The event id "${id}" is no UUID.`);
  }
  return id;
};

/** A message of Append or BatchAppend that carries an event. */
interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): ProtobufMap<string, string>;
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

/** Throws a CallFailure for a missing property, MalformedRequestError for a bad one. */
export const proposedEvent = (message: ProposedMessage): ProposedEvent => {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined) throw missingProperty('type');
  if (contentType === undefined) throw missingProperty('content-type');
  if (type === '') throw new MalformedRequestError('The event type is empty.');
  return {
    id: eventId(message.getId()),
    type,
    isJson: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

interface ExpectationOptions {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** What the writer expects; `revision` is the number that was sent, if one was. */
export const expectationOf = (options: ExpectationOptions, revision: string): Expectation => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return Number(revision);
};

/** Sum of the data bytes, which alone count for the size limit. */
export const dataBytes = (events: readonly ProposedEvent[]): number =>
  events.reduce((sum, event) => sum + event.data.length, 0);
