import { crc32 } from 'node:zlib';
import {
  ENTRY_MINIMUM,
  entrySize,
  entrySizeAt,
  type PlacedEvent,
  type StoredEvent,
  writeEntry,
} from './event-entry.js';

/** A frame is what one append wrote: body length u32, CRC-32 of the body u32, then the entries of its events. */
export const FRAME_HEADER = 8;

export interface Frame {
  readonly bytes: Buffer;
  readonly events: readonly StoredEvent[];
}

/** Bytes of a frame that holds these events. */
export const frameSize = (events: readonly PlacedEvent[]): number =>
  events.reduce((sum, event) => sum + entrySize(event), FRAME_HEADER);

/** Lays the events out at a position of the log. */
export const buildFrame = (
  events: readonly PlacedEvent[],
  position: number,
  createdMs: number,
): Frame => {
  const sizes = events.map(entrySize);
  const bytes = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, FRAME_HEADER));
  let start = FRAME_HEADER;
  const stored = events.map((event, index) => {
    const size = sizes[index] ?? 0;
    const place = { start, size, position: position + start, createdMs };
    start += size;
    return writeEntry(bytes, place, event);
  });
  bytes.writeUInt32LE(bytes.length - FRAME_HEADER, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(FRAME_HEADER)), 4);
  return { bytes, events: stored };
};

/** Body length that the header at the offset states, or undefined where no frame can begin. */
export const statedBodyLength = (bytes: Buffer, start: number): number | undefined => {
  if (start + FRAME_HEADER > bytes.length) return undefined;
  const length = bytes.readUInt32LE(start);
  return length >= ENTRY_MINIMUM ? length : undefined;
};

/** Whether the whole frame lies in the buffer and its checksum holds. */
export const isFrameIntact = (bytes: Buffer, start: number, bodyLength: number): boolean => {
  const body = start + FRAME_HEADER;
  return (
    body + bodyLength <= bytes.length &&
    crc32(bytes.subarray(body, body + bodyLength)) === bytes.readUInt32LE(start + 4)
  );
};

/** Offsets of the entries of an intact frame. */
export const entryOffsets = (bytes: Buffer, start: number, bodyLength: number): number[] => {
  const offsets: number[] = [];
  const end = start + FRAME_HEADER + bodyLength;
  for (let at = start + FRAME_HEADER; at < end; at += entrySizeAt(bytes, at)) offsets.push(at);
  return offsets;
};
