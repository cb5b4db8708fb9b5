import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Another living process holds the folder. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}. One process at a time may hold a log.`);
    this.name = 'FolderInUseError';
  }
}

interface Owner {
  readonly pid: number;
  /** What tells this process from a later one with the same id; empty where the system does not say. */
  readonly started: string;
}

/** Start time of a process since boot (field 22 of /proc/<pid>/stat), with the boot's id. */
const startedOf = (pid: number): string => {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const isAlive = ({ pid, started }: Owner): boolean =>
  exists(pid) && (started === '' || started === startedOf(pid));

const ownerIn = (text: string): Owner | undefined => {
  const [pid, ...started] = text.trim().split(' ');
  return /^\d+$/.test(pid ?? '') ? { pid: Number(pid), started: started.join(' ') } : undefined;
};

const readIfThere = (file: string): string | undefined => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Moves a stale lock away; gives it back when it was replaced meanwhile. */
const removeStale = (file: string, stale: string): void => {
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== stale) fs.linkSync(aside, file);
  fs.unlinkSync(aside);
};

/** Takes the folder for this process, over a dead process too. Answers how to give it back. Throws FolderInUseError. */
export const lockFolder = (folder: string): (() => void) => {
  const file = path.join(folder, 'lock');
  const mine = `${process.pid} ${startedOf(process.pid)} ${randomUUID()}`;
  const written = `${file}.${randomUUID()}`;
  fs.writeFileSync(written, mine, { mode: 0o600 });
  try {
    // Linked, not written in place: a lock is never seen half written.
    while (!linked(written, file)) {
      const text = readIfThere(file);
      const owner = text === undefined ? undefined : ownerIn(text);
      if (owner !== undefined && isAlive(withoutNonce(owner))) {
        throw new FolderInUseError(folder, owner.pid);
      }
      if (text !== undefined) removeStale(file, text);
    }
  } finally {
    fs.unlinkSync(written);
  }
  return () => {
    if (readIfThere(file) === mine) fs.unlinkSync(file);
  };
};

const linked = (from: string, to: string): boolean => {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const withoutNonce = ({ pid, started }: Owner): Owner => ({
  pid,
  started: started.split(' ').slice(0, -1).join(' ').trim(),
});
