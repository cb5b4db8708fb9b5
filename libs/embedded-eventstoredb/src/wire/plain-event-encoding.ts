import { type StoredEvent } from '../log/event-entry.js';
import { fieldSize, ProtobufWriter, varintSize } from './protobuf-writer.js';

// Field numbers of streams.proto.
const RESPONSE_EVENT = 1;
const READ_EVENT = { event: 1, commitPosition: 3 };
const UUID_STRING = 2;
const STREAM_NAME = 3;
const MAP = { key: 1, value: 2 };
const RECORDED = {
  ...{ id: 1, stream: 2, revision: 3, prepare: 4, commit: 5 },
  ...{ properties: 6, metadata: 7, data: 8 },
};

const ID_BYTES = 36;
const TICK_DIGITS = '0000';

const numberSize = (value: number): number => (value === 0 ? 0 : 1 + varintSize(value));

type Property = readonly [name: string, value: string, valueBytes: number];

/** In order of name, as the generated code writes a map. */
const propertiesOf = (event: StoredEvent): readonly Property[] => {
  const contentType = event.isJson ? 'application/json' : 'application/octet-stream';
  const created = `${Math.trunc(event.createdMs)}${TICK_DIGITS}`;
  return [
    ['content-type', contentType, contentType.length],
    ['created', created, created.length],
    ['type', event.type, Buffer.byteLength(event.type)],
  ];
};

const propertySize = ([name, , valueBytes]: Property): number =>
  fieldSize(name.length) + fieldSize(valueBytes);

const bytesSize = (value: Uint8Array): number => (value.length === 0 ? 0 : fieldSize(value.length));

const recordedSize = (
  event: StoredEvent,
  nameBytes: number,
  properties: readonly Property[],
): number =>
  fieldSize(fieldSize(ID_BYTES)) +
  fieldSize(fieldSize(nameBytes)) +
  numberSize(event.revision) +
  2 * numberSize(event.position) +
  properties.reduce((sum, property) => sum + fieldSize(propertySize(property)), 0) +
  bytesSize(event.metadata) +
  bytesSize(event.data);

/** The encoded ReadResp of an event with its id as text. The event is no tombstone. */
export const encodePlainEvent = (event: StoredEvent): Buffer => {
  const nameBytes = Buffer.byteLength(event.stream);
  const properties = propertiesOf(event);
  const recorded = recordedSize(event, nameBytes, properties);
  const readEvent = fieldSize(recorded) + 1 + varintSize(event.position);
  const writer = new ProtobufWriter(fieldSize(readEvent));
  writer.begin(RESPONSE_EVENT, readEvent).begin(READ_EVENT.event, recorded);
  writer.begin(RECORDED.id, fieldSize(ID_BYTES)).text(UUID_STRING, event.id, ID_BYTES);
  writer.begin(RECORDED.stream, fieldSize(nameBytes)).text(STREAM_NAME, event.stream, nameBytes);
  if (event.revision > 0) writer.number(RECORDED.revision, event.revision);
  writer.number(RECORDED.prepare, event.position).number(RECORDED.commit, event.position);
  for (const property of properties) {
    const [name, value, valueBytes] = property;
    writer.begin(RECORDED.properties, propertySize(property));
    writer.text(MAP.key, name, name.length).text(MAP.value, value, valueBytes);
  }
  if (event.metadata.length > 0) writer.raw(RECORDED.metadata, event.metadata);
  if (event.data.length > 0) writer.raw(RECORDED.data, event.data);
  return writer.number(READ_EVENT.commitPosition, event.position).bytes;
};
