// Settings of the embedded run: from the environment, each also as <NAME>_FILE.
import { readFileSync } from 'node:fs';

export class StartFailure extends Error {}

export const setting = (name) => {
  const file = process.env[`${name}_FILE`];
  if (process.env[name] !== undefined && process.env[name] !== '') return process.env[name];
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new StartFailure(`${name}_FILE names ${file}, which cannot be read.`);
  }
};

export const isGiven = (name) => Boolean(process.env[name] ?? process.env[`${name}_FILE`]);

export const portSetting = (name, otherwise) => {
  const text = setting(name);
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StartFailure(`${name} is ${text}; it must be a port number from 1 to 65535.`);
};
