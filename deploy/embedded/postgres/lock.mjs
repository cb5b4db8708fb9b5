// postmaster.pid of a server that was killed: Postgres will not start while the id in it belongs to
// any living process, also to another program that has got the id meanwhile.
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive, send, whenGone } from '../processes.mjs';

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Is this process a Postgres that works in this data folder? */
const serves = (pid, data) => {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(data);
};

// Postgres takes a lock of its own parent's for a stale one, and still looks whether a process of the
// old server holds the shared memory that the file names. To remove the file would blind it.
const disown = (file, content) => writeFileSync(file, content.replace(/^\d+/, String(process.pid)));

/** Stops a server that still runs on the data; makes the lock of one that does not harmless. */
export const clearLock = async (data) => {
  const file = path.join(data, 'postmaster.pid');
  const content = read(file) ?? '';
  const pid = Number(content.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const identity = identify(pid);
  if (!isAlive(identity) || !serves(pid, data)) {
    disown(file, content);
    return;
  }
  send(pid, 'SIGINT');
  if (!(await whenGone(identity, 20_000)))
    throw new Error(`Another Postgres (process ${pid}) runs on ${data} and does not stop.`);
};
