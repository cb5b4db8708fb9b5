import fs from 'node:fs';
import path from 'node:path';
import { syncFolder } from './disk.js';

/** First bytes of every segment: magic and format version. Positions begin above 0 because of them. */
export const SEGMENT_HEADER = Buffer.from('CITYEVENTLOG\0\0\0\x01', 'latin1');

const NAME = /^events-(\d{16})\.log$/;
const { O_RDWR, O_CREAT, O_EXCL } = fs.constants;

/** A file of the log. It holds the bytes from position `base` on, its header included. */
export class Segment {
  #fd: number | undefined;

  constructor(
    readonly folder: string,
    readonly base: number,
  ) {}

  get file(): string {
    return path.join(this.folder, `events-${String(this.base).padStart(16, '0')}.log`);
  }

  get fd(): number {
    if (this.#fd === undefined) throw new Error(`${this.file} is not open.`);
    return this.#fd;
  }

  open(): this {
    this.#fd = fs.openSync(this.file, O_RDWR);
    return this;
  }

  /** Creates the file with its header and makes its name durable, unless it is open already. */
  createOnce(): void {
    if (this.#fd !== undefined) return;
    this.#fd = fs.openSync(this.file, O_RDWR | O_CREAT | O_EXCL, 0o600);
    this.writeHeader();
    syncFolder(this.folder);
  }

  writeHeader(): void {
    fs.writeSync(this.fd, SEGMENT_HEADER, 0, SEGMENT_HEADER.length, 0);
    fs.fsyncSync(this.fd);
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** Opens the segments of a folder in order of position. */
export const openSegments = (folder: string): Segment[] =>
  fs
    .readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .sort()
    .map((base) => new Segment(folder, Number(base)).open());

/** The segment that holds the position; the segments are in order. */
export const segmentOf = (segments: readonly Segment[], position: number): Segment => {
  const found = segments.findLast(({ base }) => base <= position);
  if (found === undefined) throw new Error(`No segment holds position ${position}.`);
  return found;
};
