import fs from 'node:fs';
import { promisify } from 'node:util';

/** The calls by which the log touches files; a test can make one of them fail. */
export interface Disk {
  /** Writes all bytes at the offset of the file. */
  write(fd: number, bytes: Buffer, offset: number): Promise<void>;
  /** Resolves when everything written to the file has reached the disk. */
  sync(fd: number): Promise<void>;
  /** Reads exactly so many bytes. Throws when the file is shorter. */
  read(fd: number, length: number, offset: number): Promise<Buffer>;
  readSync(fd: number, length: number, offset: number): Buffer;
}

const write = promisify(fs.write);
const read = promisify(fs.read);
const fdatasync = promisify(fs.fdatasync);

const shortRead = (length: number, offset: number): Error =>
  new Error(`The file ends within ${length} bytes at offset ${offset}.`);

export const nodeDisk: Disk = {
  async write(fd, bytes, offset) {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await write(fd, bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
  },
  sync: (fd) => fdatasync(fd),
  async read(fd, length, offset) {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await read(fd, bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw shortRead(length, offset);
      done += bytesRead;
    }
    return bytes;
  },
  readSync(fd, length, offset) {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const count = fs.readSync(fd, bytes, done, length - done, offset + done);
      if (count === 0) throw shortRead(length, offset);
      done += count;
    }
    return bytes;
  },
};

/** Makes a new or removed name of the folder durable. */
export const syncFolder = (folder: string): void => {
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
};
