// What the launcher writes for others (endpoints.json, pids.json) and for its own next start.
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inState } from './paths.mjs';
import { identify, isAlive, send, whenGone } from './processes.mjs';
import { say } from './progress.mjs';

const endpoints = inState('endpoints.json');
const pids = inState('pids.json');
const run = inState('run.json');

const replace = (file, content) => {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file); // a reader sees the old or the new one, whole
};

const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** The endpoints of the running system, or undefined while none is ready. */
export const runningEndpoints = () => read(endpoints);

export const publishRecords = (content, processIds) => {
  replace(pids, processIds);
  replace(endpoints, content);
};

export const removeRecords = () => {
  for (const file of [endpoints, pids]) rmSync(file, { force: true });
};

/** Notes every process that belongs to us: [{ name, host?, pid? }]. */
export const noteProcesses = (parts) =>
  replace(
    run,
    parts.flatMap(({ name, host, pid }) =>
      [host, pid].filter((id) => id !== undefined).map((id) => ({ name, ...identify(id) })),
    ),
  );

export const forgetProcesses = () => rmSync(run, { force: true });

/** Processes of a launcher that was killed stop by themselves; one that cannot is stopped here. */
export const clearLeftovers = async () => {
  const left = (read(run) ?? []).filter(isAlive);
  if (left.length > 0) say('leftovers', 'waiting for what an earlier start left behind …');
  await Promise.all(left.map((each) => whenGone(each, 5_000)));
  for (const each of left.filter(isAlive)) {
    send(each.pid, 'SIGTERM');
    if (await whenGone(each, 10_000)) continue;
    say('leftovers', `${each.name} (process ${each.pid}) does not stop: killed`);
    send(each.pid, 'SIGKILL');
    await sleep(200);
  }
  forgetProcesses();
};
