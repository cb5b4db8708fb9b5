import fs from 'node:fs';
import { type Disk } from './disk.js';
import { readEntry, type StoredEvent } from './event-entry.js';
import { entryOffsets, FRAME_HEADER, isFrameIntact, statedBodyLength } from './frame.js';
import { SEGMENT_HEADER, type Segment } from './segments.js';

const CHUNK = 8 * 1024 * 1024;

/** The log is damaged where it must not be: start-up is refused. */
export class DamagedLogError extends Error {
  constructor(segment: Segment, offset: number) {
    super(`Damaged log: ${segment.file} is broken at byte ${offset}, and later segments follow.`);
    this.name = 'DamagedLogError';
  }
}

interface ScanResult {
  /** Length of the file up to the end of its last intact frame. */
  readonly intact: number;
  readonly size: number;
}

/** Reads at least the frame that begins at the offset, or what the file still has. */
const chunkAt = async (disk: Disk, segment: Segment, offset: number, size: number) => {
  const first = await disk.read(segment.fd, Math.min(CHUNK, size - offset), offset);
  const body = statedBodyLength(first, 0);
  if (body === undefined) return first;
  const whole = Math.min(FRAME_HEADER + body, size - offset);
  return whole <= first.length ? first : disk.read(segment.fd, whole, offset);
};

/** Hands over the events of the intact frames of a chunk; answers the bytes that they take. */
const scanChunk = (chunk: Buffer, position: number, onEvent: (event: StoredEvent) => void) => {
  let at = 0;
  for (;;) {
    const body = statedBodyLength(chunk, at);
    if (body === undefined || !isFrameIntact(chunk, at, body)) return at;
    for (const offset of entryOffsets(chunk, at, body)) {
      onEvent(readEntry(chunk, offset, position + offset));
    }
    at += FRAME_HEADER + body;
  }
};

const hasHeader = async (disk: Disk, segment: Segment, size: number): Promise<boolean> =>
  size >= SEGMENT_HEADER.length &&
  (await disk.read(segment.fd, SEGMENT_HEADER.length, 0)).equals(SEGMENT_HEADER);

/** Reads a segment from its beginning, handing over every event, up to the first frame that is not intact. */
export const scanSegment = async (
  disk: Disk,
  segment: Segment,
  onEvent: (event: StoredEvent) => void,
): Promise<ScanResult> => {
  const size = fs.fstatSync(segment.fd).size;
  if (!(await hasHeader(disk, segment, size))) return { intact: 0, size };
  let offset = SEGMENT_HEADER.length;
  while (offset < size) {
    const chunk = await chunkAt(disk, segment, offset, size);
    const taken = scanChunk(chunk, segment.base + offset, onEvent);
    if (taken === 0) break;
    offset += taken;
  }
  return { intact: offset, size };
};

/** Cuts what a crash left half written, and writes the header again where even that was torn. */
export const cutTail = (segment: Segment, intact: number): void => {
  fs.ftruncateSync(segment.fd, intact);
  if (intact === 0) segment.writeHeader();
  fs.fsyncSync(segment.fd);
};
