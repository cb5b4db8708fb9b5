// Knows a process again: its id and the time at which it began. An id alone may belong to another
// process by the time it is looked at.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const fromProc = (pid) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
};

/** When the process began (an opaque text), or undefined when there is none or it has ended. */
export const startOf = (pid) => {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.trim() || undefined;
  } catch {
    return undefined;
  }
};

export const identify = (pid) => ({ pid, began: startOf(pid) });

export const isAlive = ({ pid, began }) => began !== undefined && startOf(pid) === began;

/** Sends a signal; a process that is gone, or another user's, is no error. */
export const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
};

/** Waits until the process has ended; false when it lives on after `ms`. */
export const whenGone = async (identity, ms) => {
  for (const end = Date.now() + ms; isAlive(identity); await sleep(50))
    if (Date.now() > end) return false;
  return true;
};
