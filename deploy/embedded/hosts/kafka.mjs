// Apache Kafka from its Maven jars: one broker in KRaft mode.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { classArchive, classPath } from '../kafka/jars.mjs';
import { javaProgram } from '../kafka/java.mjs';
import { properties } from '../kafka/properties.mjs';
import { freePort } from '../ports.mjs';

const logging = path.join(import.meta.dirname, '..', 'kafka', 'log4j2.xml');
const small = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-Djava.awt.headless=true'];
const flags = [...small, `-Dlog4j2.configurationFile=file:${logging}`];

// 22 characters; a leading hyphen would be read as an option.
const newClusterId = () => `c${randomBytes(16).toString('base64url').slice(1)}`;

/** Formats once. The folder gets its name when it is complete, so a crash leaves no half of one. */
const format = (settings) => {
  const { data } = settings;
  if (existsSync(data)) return;
  const unfinished = `${data}.new`;
  const file = `${data}.format.properties`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(path.dirname(data), { recursive: true });
  writeFileSync(file, properties({ ...settings, data: unfinished }));
  const tool = ['kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', file];
  const { status, stdout, stderr } = spawnSync(
    javaProgram(),
    [...flags, '-XX:TieredStopAtLevel=1', '-cp', classPath(), ...tool],
    { encoding: 'utf8' },
  );
  rmSync(file, { force: true });
  if (status !== 0) throw new Error(`Kafka's storage could not be made: ${stdout}${stderr}`);
  renameSync(unfinished, data);
};

const answers = async (broker) => {
  const kafka = new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
};

export const start = async (given, watch, started) => {
  const settings = { ...given, controllerPort: given.controllerPort ?? (await freePort()) };
  format(settings);
  const file = `${settings.data}.properties`;
  writeFileSync(file, properties(settings));
  const archive = classArchive();
  const child = spawn(
    javaProgram(),
    [...flags, ...archive.flags, '-cp', classPath(), 'kafka.Kafka', file],
    // Kafka's own log folders and heap dumps would land in the current folder.
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: settings.data },
  );
  const url = `127.0.0.1:${settings.port}`;
  const store = { child, stopSignal: 'SIGTERM', url, afterStop: archive.keep };
  started(store);
  watch(child);
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error('Kafka ended before it answered.');
    await sleep(100);
  }
  return store;
};
