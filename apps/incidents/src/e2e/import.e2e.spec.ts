import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Body, Client } from './testing/client.js';
import { importAll, type Imported } from './testing/ndjson-import.js';
import { root } from './testing/own-store.js';
import type { Service } from './testing/service.js';
import { waitUntil } from './testing/wait-until.js';

/** How many lines a client sends before it reads. */
const LINES = Number(process.env.E2E_IMPORT_LINES ?? 30_000);
const LIMIT = 64 * 1024;

const file = path.resolve(root, '../shared/data/nyc-311/311-animals-2025-01-02.csv');
const isThere = existsSync(file);
if (!isThere) console.log(`skipped: ${path.relative(root, file)} is not here`);

let city: City;
let service: Service;
let admin: string;
let client: Client;

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  admin = await city.token('admin');
  client = await city.client(service, 'admin');
});

afterAll(async () => {
  await city.end();
});

const send = (lines: Iterable<string>): Promise<Imported> =>
  importAll({ url: service.url, token: admin }, lines);

const line = (externalId: string, more: Body = {}): string =>
  `${JSON.stringify({
    ...{ externalId, type: 'dead-animal', summary: 'Dead animal on the street' },
    ...{ reportedAt: '2025-02-28T22:14:00Z', ...more },
  })}\n`;

const tool = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'tools', 'import', 'main.mjs'), file],
    { env: { PATH: process.env.PATH, INCIDENTS_URL: service.url, TOKEN: admin } },
  );
  return stdout.trim().split('\n').at(-1) ?? '';
};

const countOf = async (): Promise<unknown> => (await client.get('/v1/incidents/count')).body.count;

/** The keys stand first in their rows; no field holds a line that begins as a key does. */
const distinctKeys = (): number => new Set(readFileSync(file, 'utf8').match(/^\d{6,}(?=,)/gm)).size;

describe('the 311 file of New York', () => {
  (isThere ? it : it.skip)(
    'is imported by one command, and a second run changes nothing',
    async () => {
      const keys = distinctKeys();
      expect(keys).toBeGreaterThan(1_000);
      const [, imported, unchanged, rejected] =
        /^imported (\d+), unchanged (\d+), rejected (\d+)$/.exec(await tool()) ?? [];
      expect([imported, rejected]).toEqual([String(keys), '0']);
      await waitUntil('every incident is counted', async () => (await countOf()) === keys);
      expect((await city.storeLog().incidentStreams()).size).toBe(keys);
      const rows = keys + Number(unchanged);
      expect(await tool()).toBe(`imported 0, unchanged ${String(rows)}, rejected 0`);
      const { headers } = await client.get('/v1/incidents?limit=1');
      expect(await countOf()).toBe(keys);
      expect(BigInt(headers['read-model-position'] ?? -1)).toBeGreaterThan(0n);
    },
  );
});

describe('an import', () => {
  it('answers all lines to a client that sends them before it reads', async () => {
    const repeated = line(`repeated-${randomUUID()}`, { closedAt: '2025-03-01T14:23:00Z' });
    function* lines(): Generator<string> {
      for (let each = 0; each < LINES; each += 1) yield each % 100 === 0 ? repeated : '{}\n';
    }
    const { answers, totals } = await send(lines());
    expect(answers).toHaveLength(LINES);
    expect(answers.every(({ line: number }, index) => number === index + 1)).toBe(true);
    const known = Math.ceil(LINES / 100);
    expect(totals).toEqual({ imported: 1, unchanged: known - 1, rejected: LINES - known });
  }, 600_000);

  it('lands good lines among bad ones, counts blank ones, and passes over-long ones', async () => {
    const [one, two] = [`one-${randomUUID()}`, `two-${randomUUID()}`];
    const { answers, totals } = await send([
      ...[line(one), '\n', 'no json\n', line('future', { reportedAt: '2999-01-01T00:00:00Z' })],
      ...[line('long', { summary: 'x'.repeat(LIMIT) }), line('type', { type: 'ufo-landing' })],
      ...['  \n', line('field', { colour: 'red' }), line(two).trimEnd()],
    ]);
    expect(
      answers.map(({ line: number, externalId, outcome, problem }) => [
        ...[number, externalId, outcome],
        (problem as Body | undefined)?.type,
      ]),
    ).toEqual([
      [1, one, 'imported', undefined],
      [3, null, 'rejected', '/problems/malformed-request'],
      [4, 'future', 'rejected', '/problems/invalid-content'],
      [5, null, 'rejected', '/problems/payload-too-large'],
      [6, 'type', 'rejected', '/problems/unknown-incident-type'],
      [8, 'field', 'rejected', '/problems/invalid-content'],
      [9, two, 'imported', undefined],
    ]);
    expect(totals).toEqual({ imported: 2, unchanged: 0, rejected: 5 });
  });

  it('adds only the closing steps that a known incident lacks', async () => {
    const id = `steps-${randomUUID()}`;
    const [resolvedAt, closedAt] = ['2025-03-01T14:23:00Z', '2025-03-02T08:00:00Z'];
    const outcomes = [
      await send([line(id)]),
      await send([line(id, { resolvedAt })]),
      await send([line(id, { resolvedAt })]),
      await send([line(id, { resolvedAt, closedAt })]),
      await send([line(id, { resolvedAt, closedAt })]),
    ].flatMap(({ answers }) => answers.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(['imported', 'imported', 'unchanged', 'imported', 'unchanged']);
  });

  it('is refused to everybody but an admin', async () => {
    const token = await city.token('supervisor');
    await expect(importAll({ url: service.url, token }, [line('x')])).rejects.toThrow('403');
  });
});
