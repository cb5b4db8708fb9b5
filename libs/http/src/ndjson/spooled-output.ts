import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';

const chunkBytes = 256 * 1024;

/** Writes to a reader who may not be reading yet. `write` never waits for the reader: what he has not taken
 *  beyond `memoryBytes` goes to a temporary file, and from there to him when he reads. */
export class SpooledOutput {
  private spool: FileHandle | undefined;
  private readonly file = path.join(tmpdir(), `city-spool-${randomUUID()}`);
  private written = 0;
  private read = 0;
  private draining: Promise<void> | undefined;
  private appending = false;
  private gone = false;

  constructor(
    private readonly reader: Writable,
    private readonly memoryBytes: number,
  ) {
    reader.once('close', () => (this.gone = true));
    reader.once('error', () => (this.gone = true));
  }

  /** The reader has left: nothing more can reach him. */
  get isGone(): boolean {
    return this.gone;
  }

  /** Takes the text at once, or as soon as the disk has it; calls must not overlap. */
  async write(text: string): Promise<void> {
    if (this.gone) return;
    const bytes = Buffer.from(text);
    if (this.draining === undefined && this.fits(bytes)) this.reader.write(bytes);
    else await this.append(bytes);
  }

  /** Ends the answer when the reader has taken everything, or has left. */
  async end(): Promise<void> {
    try {
      await this.draining;
      if (!this.gone) this.reader.end();
    } finally {
      await this.spool?.close();
      await rm(this.file, { force: true });
    }
  }

  private fits(bytes: Buffer): boolean {
    return this.reader.writableLength + bytes.length <= this.memoryBytes;
  }

  private async append(bytes: Buffer): Promise<void> {
    this.spool ??= await open(this.file, 'wx+', 0o600);
    this.appending = true;
    await this.spool.write(bytes, 0, bytes.length, this.written);
    this.written += bytes.length;
    this.appending = false;
    this.draining ??= this.drain(this.spool);
  }

  /** Never rejects: a reader who cannot be written to has left. */
  private async drain(spool: FileHandle): Promise<void> {
    try {
      while (this.read < this.written && !this.gone) await this.pass(spool);
    } catch {
      this.gone = true;
    }
    // In the same tick as the last look at `written`: a later write may go straight to the reader.
    if (!this.appending) this.read = this.written = 0;
    this.draining = undefined;
  }

  private async pass(spool: FileHandle): Promise<void> {
    const size = Math.min(chunkBytes, this.written - this.read);
    const { bytesRead, buffer } = await spool.read(Buffer.alloc(size), 0, size, this.read);
    this.read += bytesRead;
    if (!this.reader.write(buffer.subarray(0, bytesRead))) await this.drained();
  }

  private async drained(): Promise<void> {
    const left = new AbortController();
    try {
      await Promise.race([
        once(this.reader, 'drain', { signal: left.signal }),
        once(this.reader, 'close', { signal: left.signal }),
      ]);
    } finally {
      left.abort();
    }
  }
}
