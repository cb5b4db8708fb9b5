import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from './config.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const complete = {
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: 'a:9092,b:9092',
  POSTGRES_URL: 'postgres://127.0.0.1:5432/incidents',
  AUTH_JWKS_URL: 'file:///keys/jwks.json',
  PERSONAL_DATA_KEY: key(1),
  FINGERPRINT_KEY: key(2),
};
const messageOf = (environment: Record<string, string | undefined>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
};

describe('the settings', () => {
  it('have the defaults of the documentation', () => {
    expect(readConfig(complete)).toMatchObject({
      ...{ HOST: '127.0.0.1', PORT: 3001, PUBLIC_URL: 'http://127.0.0.1:3001' },
      ...{ AUTH_ISSUER: 'city', AUTH_AUDIENCE: 'city-operations' },
      ...{ RATE_LIMIT_PER_SECOND: 500, RATE_LIMIT_BURST: 5_000 },
      ...{ DUPLICATE_RADIUS_METRES: 200, DUPLICATE_WINDOW_MINUTES: 30 },
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      PERSONAL_DATA_KEY: Buffer.alloc(32, 1),
    });
  });
  it('take links from where the service listens, unless told otherwise', () => {
    const heard = readConfig({ ...complete, HOST: '0.0.0.0', PORT: '8080' });
    expect(heard.PUBLIC_URL).toBe('http://0.0.0.0:8080');
    const PUBLIC_URL = 'https://city.example';
    expect(readConfig({ ...complete, PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL);
  });
  it('are all named at once when they are missing', () => {
    const message = messageOf({});
    for (const name of Object.keys(complete)) expect(message).toContain(name);
  });
  it.each([
    ['EVENTSTORE_URL', 'http://127.0.0.1:2113'],
    ['KAFKA_BROKERS', ''],
    ['POSTGRES_URL', 'mysql://127.0.0.1/x'],
    ['AUTH_JWKS_URL', 'ftp://keys/jwks.json'],
    ['PERSONAL_DATA_KEY', Buffer.alloc(31).toString('base64')],
    ['FINGERPRINT_KEY', 'short'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'city'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_SECOND', '-1'],
    ['DUPLICATE_RADIUS_METRES', '0'],
  ])('refuse a wrong %s: %s', (name, value) => {
    expect(messageOf({ ...complete, [name]: value })).toContain(name);
  });
  it('name what is wrong without repeating a key', () => {
    const secret = Buffer.alloc(31, 9).toString('base64');
    expect(messageOf({ ...complete, PERSONAL_DATA_KEY: secret })).not.toContain(secret);
  });
});

describe('a setting in a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'city-settings-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const fileOf = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };

  it('counts as the setting, without the newline at its end', async () => {
    const { PERSONAL_DATA_KEY: _, ...rest } = complete;
    const PERSONAL_DATA_KEY_FILE = await fileOf('master', `${key(3)}\n`);
    const POSTGRES_URL_FILE = await fileOf('url', 'postgres://db/incidents\n');
    const { POSTGRES_URL: _url, ...without } = rest;
    expect(readConfig({ ...without, PERSONAL_DATA_KEY_FILE, POSTGRES_URL_FILE })).toMatchObject({
      ...{ PERSONAL_DATA_KEY: Buffer.alloc(32, 3), POSTGRES_URL: 'postgres://db/incidents' },
    });
  });
  it('that is wrong is named like the setting', async () => {
    const FINGERPRINT_KEY_FILE = await fileOf('short', 'short');
    const { FINGERPRINT_KEY: _, ...rest } = complete;
    expect(messageOf({ ...rest, FINGERPRINT_KEY_FILE, PORT: 'x' })).toMatch(
      /FINGERPRINT_KEY[^]*PORT|PORT[^]*FINGERPRINT_KEY/,
    );
  });
  it('that is not there is named, with what else is wrong', () => {
    const message = messageOf({ ...complete, PORT: 'x', PERSONAL_DATA_KEY_FILE: '/no/such/file' });
    expect(message).toContain('PERSONAL_DATA_KEY_FILE');
    expect(message).toContain('PORT');
  });
  it('is a path by nature for the districts', async () => {
    const CITY_DISTRICTS_FILE = await fileOf('districts.json', '{}');
    expect(readConfig({ ...complete, CITY_DISTRICTS_FILE })).toMatchObject({ CITY_DISTRICTS_FILE });
  });
});
