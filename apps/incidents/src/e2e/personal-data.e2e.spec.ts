import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bytesUnder, encodingsOf } from './testing/byte-search.js';
import { City } from './testing/city.js';
import type { Client } from './testing/client.js';
import { accepted, at, report } from './testing/reports.js';
import { waitUntil } from './testing/wait-until.js';

const unique = (): string => randomBytes(6).toString('hex');

const control = `control${unique()}`;
const digits = String(BigInt(`0x${unique()}`))
  .padStart(11, '7')
  .slice(0, 11);
const canaries = {
  name: `Canary${unique()}`,
  phone: digits,
  email: `mail${unique()}@${unique()}.example`,
};
const purpose = `call back ${unique()}`;

let city: City;
let dispatcher: Client;
let id: string;
const events: { incident: string; access: string } = { incident: '', access: '' };

/** One report with the canaries, everything that may spread it, and every flush there is. */
beforeAll(async () => {
  city = await City.start('kafka', 'postgres');
  const service = await city.startService({ LOG_LEVEL: 'trace' });
  dispatcher = await city.client(service, 'supervisor');
  const key = { 'idempotency-key': unique() };
  const body = report({ summary: `Smoke ${control}`, reporter: canaries });
  id = String(accepted(await dispatcher.post('/v1/incidents', body, key)).body.id);
  accepted(await dispatcher.post('/v1/incidents', body, key));
  // Refusals with the canaries in them: a reused key, a wrong field beside them.
  const other = report({ summary: 'Another', reporter: { ...canaries, name: 'Nobody' } });
  expect((await dispatcher.post('/v1/incidents', other, key)).status).toBe(422);
  const wrong = report({ reporter: { ...canaries, phone: `${digits} ${digits} ${digits}` } });
  expect((await dispatcher.post('/v1/incidents', wrong)).status).toBe(422);
  accepted(await dispatcher.post(at(id, '/triage'), { priority: 'P1' }));
  const topic = await city.topicLog();
  await topic.until(id, 'incident-triaged');
  await waitUntil('the board has the incident', async () => {
    const rows = await city.query('select 1 from incident_board_1 where id = $1', [id]);
    return rows.length === 1;
  });
});

afterAll(async () => {
  await city.end();
});

describe('who reported', () => {
  it('is given to who may ask, and the look stands on record', async () => {
    const path = at(id, `/reporter?purpose=${encodeURIComponent(purpose)}`);
    const reply = await dispatcher.get(path);
    expect([reply.status, reply.body]).toEqual([200, canaries]);
    const store = city.storeLog();
    events.incident = JSON.stringify(await store.events(`incident-${id}`));
    const accesses = await store.events(`access-${id}`);
    events.access = JSON.stringify(accesses);
    expect(accesses).toMatchObject([
      {
        type: 'ReporterAccessed',
        data: { purpose, lookup: false },
        metadata: { actor: { subject: 'supervisor-1' } },
      },
    ]);
  });

  it('is shown by no incident, list or timeline', async () => {
    const paths = [
      at(id),
      at(id, '/timeline'),
      '/v1/incidents',
      at(id, '?asOf=2100-01-01T00:00:00Z'),
    ];
    const replies = await Promise.all(paths.map((path) => dispatcher.get(path)));
    expect(replies[0]?.body).toMatchObject({ hasReporter: true });
    for (const { text } of replies)
      for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
  });

  it('stands in clear text in no file of a store and in no log', async () => {
    await city.query('checkpoint');
    const stored = bytesUnder(city.store('eventstore').data);
    const rows = bytesUnder(city.store('postgres').data);
    // First the control word: whoever looks in the wrong place finds nothing at all.
    for (const place of [stored, rows]) expect(place.has(Buffer.from(control))).toBe(true);
    const published = bytesUnder(city.store('kafka').data);
    expect(published.has(Buffer.from(id))).toBe(true);
    expect(city.log).toContain('incidents is listening');
    const places = { stored, rows, published, log: bytesUnder(city.logFile) };
    for (const [field, canary] of Object.entries(canaries))
      for (const [encoding, bytes] of encodingsOf(canary))
        for (const [place, files] of Object.entries(places))
          expect({ field, encoding, place, found: files.has(bytes) }).toEqual({
            ...{ field, encoding, place, found: false },
          });
  });

  it('stands encrypted in the events of the incident', () => {
    expect(events.incident).toContain('keyId');
    for (const canary of Object.values(canaries))
      expect(`${events.incident}${events.access}`).not.toContain(canary);
  });
});
