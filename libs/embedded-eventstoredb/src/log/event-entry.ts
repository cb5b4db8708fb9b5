/** The revision of a tombstone, 2^63 - 1 on the wire; as a double it is stored as 2^63. */
export const TOMBSTONE_REVISION = 2 ** 63;

/** An event as a writer hands it in. The id is in lower case. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A proposed event with the place in its stream that it was given. */
export interface PlacedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
}

/** An event of the log. */
export interface StoredEvent extends PlacedEvent {
  /** Byte offset of its entry in the log; ascending and above 0. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** The bytes that readers are sent, once somebody has asked for them. */
  encoded: Buffer | undefined;
}

// length u32 | flags u8 | id 16 | revision f64 | created f64 | stream, type, data lengths u32 | the four parts
const FLAGS = 4;
const ID = 5;
const REVISION = 21;
const CREATED = 29;
const STREAM_LENGTH = 37;
const TYPE_LENGTH = 41;
const DATA_LENGTH = 45;
const PARTS = 49;
const JSON_FLAG = 1;

/** Fewest bytes of an entry. */
export const ENTRY_MINIMUM = PARTS;

const hexOf = (id: string): string =>
  id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24);

const idAt = (bytes: Buffer, start: number): string => {
  const hex = bytes.toString('hex', start, start + 16);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${groups.join('-')}-${hex.slice(20)}`;
};

/** Bytes that the event takes in a frame. */
export const entrySize = (event: PlacedEvent): number =>
  PARTS +
  Buffer.byteLength(event.stream) +
  Buffer.byteLength(event.type) +
  event.data.length +
  event.metadata.length;

export interface EntryPlace {
  /** Offset within the buffer. */
  readonly start: number;
  /** Bytes of the entry, from `entrySize`. */
  readonly size: number;
  readonly position: number;
  readonly createdMs: number;
}

/** Writes the event into the buffer; the answer shares the buffer's bytes. */
export const writeEntry = (bytes: Buffer, place: EntryPlace, event: PlacedEvent): StoredEvent => {
  const { start, size } = place;
  bytes.writeUInt32LE(size, start);
  bytes.writeUInt8(event.isJson ? JSON_FLAG : 0, start + FLAGS);
  bytes.write(hexOf(event.id), start + ID, 'hex');
  bytes.writeDoubleLE(event.revision, start + REVISION);
  bytes.writeDoubleLE(place.createdMs, start + CREATED);
  const streamAt = start + PARTS;
  const typeAt = streamAt + bytes.write(event.stream, streamAt);
  const dataAt = typeAt + bytes.write(event.type, typeAt);
  const metadataAt = dataAt + event.data.length;
  bytes.set(event.data, dataAt);
  bytes.set(event.metadata, metadataAt);
  bytes.writeUInt32LE(typeAt - streamAt, start + STREAM_LENGTH);
  bytes.writeUInt32LE(dataAt - typeAt, start + TYPE_LENGTH);
  bytes.writeUInt32LE(event.data.length, start + DATA_LENGTH);
  return {
    position: place.position,
    createdMs: place.createdMs,
    stream: event.stream,
    revision: event.revision,
    id: event.id,
    type: event.type,
    isJson: event.isJson,
    data: bytes.subarray(dataAt, metadataAt),
    metadata: bytes.subarray(metadataAt, start + size),
    encoded: undefined,
  };
};

/** Bytes of the entry that begins at the offset. */
export const entrySizeAt = (bytes: Buffer, start: number): number => bytes.readUInt32LE(start);

/** Reads an entry; the answer shares the buffer's bytes. */
export const readEntry = (bytes: Buffer, start: number, position: number): StoredEvent => {
  const streamAt = start + PARTS;
  const typeAt = streamAt + bytes.readUInt32LE(start + STREAM_LENGTH);
  const dataAt = typeAt + bytes.readUInt32LE(start + TYPE_LENGTH);
  const metadataAt = dataAt + bytes.readUInt32LE(start + DATA_LENGTH);
  return {
    position,
    createdMs: bytes.readDoubleLE(start + CREATED),
    stream: bytes.toString('utf8', streamAt, typeAt),
    revision: bytes.readDoubleLE(start + REVISION),
    id: idAt(bytes, start + ID),
    type: bytes.toString('utf8', typeAt, dataAt),
    isJson: (bytes.readUInt8(start + FLAGS) & JSON_FLAG) !== 0,
    data: bytes.subarray(dataAt, metadataAt),
    metadata: bytes.subarray(metadataAt, start + entrySizeAt(bytes, start)),
    encoded: undefined,
  };
};
