// Kafka's jars, fetched by Maven once per clone and version, and the class archive that halves the
// time to start. Both lie in .city/kafka and survive --fresh.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { programs } from '../paths.mjs';
import { StartFailure } from '../settings.mjs';
import { javaVersion } from './java.mjs';

const pom = path.join(import.meta.dirname, 'pom.xml');
const short = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);
const lib = path.join(programs, `lib-${short(readFileSync(pom))}`);

export const hasJars = () => existsSync(lib);

/** In a fixed order: the class archive is valid for one class path only. */
export const classPath = () =>
  readdirSync(lib)
    .sort()
    .map((jar) => path.join(lib, jar))
    .join(path.delimiter);

/** Fetches the jars when they are not there. Two processes may do so at once. */
export const fetchJars = async () => {
  if (hasJars()) return;
  const unfinished = path.join(programs, `fetching-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  const places = ['lib', 'target'].map((name) => `-Dcity.${name}=${path.join(unfinished, name)}`);
  const maven = spawn('mvn', ['-q', '-B', '-f', pom, 'package', ...places]);
  let output = '';
  for (const stream of [maven.stdout, maven.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(maven, 'close');
  if (status !== 0)
    throw new StartFailure(`Maven could not fetch Kafka:\n${output.trim().slice(-2_000)}`);
  try {
    renameSync(path.join(unfinished, 'lib'), lib);
  } catch (error) {
    if (!hasJars()) throw error;
  }
  rmSync(unfinished, { recursive: true, force: true });
};

/** Java's flags for the class archive: use it, or write it when this process ends well. */
export const classArchive = () => {
  const archive = path.join(programs, `classes-${short(`${javaVersion()} ${classPath()}`)}.jsa`);
  const unfinished = `${archive}.${process.pid}`;
  const quiet = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off', '-Xlog:class+path=off'];
  if (existsSync(archive))
    return { flags: [`-XX:SharedArchiveFile=${archive}`, ...quiet], keep: () => {} };
  return {
    flags: [`-XX:ArchiveClassesAtExit=${unfinished}`, ...quiet],
    keep: () => existsSync(unfinished) && renameSync(unfinished, archive),
  };
};
