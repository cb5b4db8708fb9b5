import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Client, Reply } from './testing/client.js';
import { accepted, at, report, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import type { StoreLog } from './testing/store-log.js';
import { waitUntil } from './testing/wait-until.js';

let city: City;
let services: Service[] = [];
let clients: Client[] = [];
let store: StoreLog;

beforeAll(async () => {
  city = await City.start();
  services = [await city.startService(), await city.startService()];
  clients = await Promise.all(services.map((service) => city.client(service, 'supervisor')));
  store = city.storeLog();
});

afterAll(async () => {
  await city.end();
});

const clientOf = (at: number): Client => {
  const client = clients[at];
  if (client === undefined) throw new Error('there are two replicas');
  return client;
};

const orders = [
  { title: 'A, then B', one: 0, other: 1 },
  { title: 'B, then A', one: 1, other: 0 },
];

const codeOf = ({ status, body }: Reply): string =>
  status < 300 ? String(status) : `${String(status)} ${String(body.type)}`;

describe.each(orders)('two replicas on the same stores, $title', ({ one, other }) => {
  const pair = (): readonly [Client, Client] => [clientOf(one), clientOf(other)];

  /** An incident that both have in their cache, and the first has triaged since. */
  const triagedBehindTheBackOf = async (): Promise<string> => {
    const [a, b] = pair();
    const id = await reported(b);
    accepted(await b.post(at(id, '/notes'), { text: 'cached here' }));
    accepted(await a.post(at(id, '/triage'), { priority: 'P1' }));
    return id;
  };

  it('a note goes on from what the other has recorded', async () => {
    const [, b] = pair();
    const id = await triagedBehindTheBackOf();
    const note = await b.post(at(id, '/notes'), { text: 'next' });
    expect(note.body).toMatchObject({ status: 'triaged', revision: '3', noteCount: 2 });
    expect(note.headers.etag).toBe('"3"');
  });

  it('a stale If-Match is 412 and a fresh one succeeds', async () => {
    const [, b] = pair();
    const id = await triagedBehindTheBackOf();
    const stale = await b.post(at(id, '/notes'), { text: 'stale' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    const again = await triagedBehindTheBackOf();
    const fresh = await b.post(at(again, '/notes'), { text: 'fresh' }, { 'if-match': '"2"' });
    expect(fresh.body).toMatchObject({ status: 'triaged', revision: '3' });
    expect((await store.events(`incident-${id}`)).length).toBe(3);
  });

  it('a refusal is never decided on a stale state', async () => {
    const [a, b] = pair();
    const id = await triagedBehindTheBackOf();
    const twice = await b.post(at(id, '/triage'), { priority: 'P2' });
    expect(codeOf(twice)).toMatch(/^409 .*\/problems\/incident-not-reported$/);
    const untriaged = await reported(b);
    accepted(await a.post(at(untriaged, '/triage'), { priority: 'P2' }));
    const resolution = { outcome: 'handled', summary: 'Done' };
    // Refused by the state that this replica knew, accepted by the one that stands.
    expect(codeOf(await b.post(at(untriaged, '/resolution'), resolution))).toBe('200');
    expect(codeOf(await a.post(at(untriaged, '/closure')))).toBe('200');
    const reopened = await b.post(at(untriaged, '/reopening'), { reason: 'Again' });
    expect(reopened.body).toMatchObject({ status: 'triaged', revision: '4' });
  });

  it('nothing to do is never decided on a stale state', async () => {
    const [a, b] = pair();
    const id = await triagedBehindTheBackOf();
    accepted(await b.post(at(id, '/priority'), { priority: 'P3', reason: 'known here' }));
    accepted(await a.post(at(id, '/priority'), { priority: 'P2', reason: 'and not here' }));
    const back = await b.post(at(id, '/priority'), { priority: 'P3', reason: 'back' });
    expect(back.body).toMatchObject({ priority: 'P3', revision: '5' });
  });

  it('a key that one has seen gives the first answer through the other', async () => {
    const [a, b] = pair();
    const id = await reported(b);
    const key = { 'idempotency-key': randomUUID() };
    const first = await a.post(at(id, '/triage'), { priority: 'P1' }, key);
    accepted(await a.post(at(id, '/notes'), { text: 'later' }));
    const repeated = await b.post(at(id, '/triage'), { priority: 'P1' }, key);
    expect([repeated.status, repeated.text]).toEqual([200, first.text]);
    expect(repeated.headers.etag).toBe('"1"');
    const stale = { ...key, 'if-match': '"0"' };
    expect((await b.post(at(id, '/triage'), { priority: 'P1' }, stale)).text).toBe(first.text);
    const reused = await b.post(at(id, '/triage'), { priority: 'P2' }, key);
    expect(codeOf(reused)).toMatch(/^422 .*idempotency-key-reused$/);
    expect(await store.events(`incident-${id}`)).toHaveLength(3);
  });
});

describe('two replicas at the same time', () => {
  it('make one event of one key that both are sent', async () => {
    const [body, key] = [report(), { 'idempotency-key': randomUUID() }];
    const sent = Array.from({ length: 20 }, (_none, each) =>
      clientOf(each % 2).post('/v1/incidents', body, key),
    );
    const replies = await Promise.all(sent);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = [...new Set(replies.map(({ body: answer }) => String(answer.id)))];
    expect(ids).toHaveLength(1);
    expect(await store.events(`incident-${ids.join('')}`)).toHaveLength(1);
  });

  it('land all notes, on revisions without gap or repetition', async () => {
    const id = await reported(clientOf(0));
    const sent = Array.from({ length: 40 }, (_none, each) =>
      clientOf(each % 2).post(at(id, '/notes'), { text: `note ${String(each)}` }),
    );
    const replies = await Promise.all(sent);
    const revisions = replies.map(({ body }) => Number(body.revision)).sort((x, y) => x - y);
    expect(revisions).toEqual(Array.from({ length: 40 }, (_none, each) => each + 1));
  });

  it('have one leader per processor', async () => {
    const held = await waitUntil('both processors are led', async () => {
      const rows = await city.query(
        `select classid, objid, objsubid, count(*)::int as holders from pg_locks
          where locktype = 'advisory' and granted
            and database = (select oid from pg_database where datname = current_database())
          group by 1, 2, 3`,
      );
      return rows.length === 2 && rows;
    });
    expect(held.map(({ holders }) => holders)).toEqual([1, 1]);
  });

  it('follow with the other one when the leader is killed', async () => {
    const [first, second] = services;
    const summary = `after the leader ${randomUUID()}`;
    await first?.kill();
    const reply = await clientOf(1).post('/v1/incidents', report({ summary }));
    const position = BigInt(String(reply.headers['commit-position']));
    await waitUntil('the other replica projects', async () => {
      const { headers } = await clientOf(1).get('/v1/incidents?limit=1');
      return BigInt(headers['read-model-position'] ?? -1) >= position;
    });
    expect((await second?.readiness())?.checks.processors).toBe('ok');
  });
});
