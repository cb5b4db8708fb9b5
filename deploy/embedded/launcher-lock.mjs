// One launcher per state folder. The lock names the process and when it began, so that the lock of
// a killed launcher is nobody's even when its process id has been given away again.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inState } from './paths.mjs';
import { identify, isAlive } from './processes.mjs';
import { StartFailure } from './settings.mjs';

const file = inState('launcher.json');

const holder = () => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const write = (place, content) => writeFileSync(place, `${JSON.stringify(content)}\n`);

const isTaken = (other) => {
  const mine = `${file}.${process.pid}`;
  if (other !== undefined && !isAlive(other)) rmSync(file, { force: true });
  write(mine, identify(process.pid));
  try {
    linkSync(mine, file); // fails when it exists, and never shows half a file
    return false;
  } catch (error) {
    if (error.code === 'EEXIST') return true;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
};

// npm is told to stop before the launcher notices; and to stop takes some seconds.
const patience = (other) => (other?.stopping ? 45_000 : 2_000);

/** Takes the lock; waits for one that is being given up. */
export const takeLock = async () => {
  const start = Date.now();
  for (let other = holder(); isTaken(other); other = holder()) {
    if (other !== undefined && Date.now() - start > patience(other))
      throw new StartFailure(
        `The city runs already (process ${other.pid}); its URLs and tokens are in ${inState('endpoints.json')}.\n` +
          `Stop it with Ctrl-C in its terminal, or: kill ${other.pid}`,
      );
    await sleep(100);
  }
};

const isOurs = () => holder()?.pid === process.pid;

export const announceStop = () => {
  if (!isOurs()) return;
  write(`${file}.new`, { ...identify(process.pid), stopping: true });
  renameSync(`${file}.new`, file);
};

export const giveLockBack = () => isOurs() && rmSync(file, { force: true });
