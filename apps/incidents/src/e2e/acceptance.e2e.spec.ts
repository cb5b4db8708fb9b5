import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import { send, type Body, type Client, type Reply } from './testing/client.js';
import { accepted, at, report, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import type { StoreLog } from './testing/store-log.js';

let city: City;
let service: Service;
let store: StoreLog;
let [viewer, operator, dispatcher, supervisor]: Client[] = [];

const caller = (role: string): Promise<Client> => city.client(service, role);

/** A caller that beforeAll has made. */
const by = (client: Client | undefined): Client => {
  if (client === undefined) throw new Error('the service has not started');
  return client;
};

const first = ({ possibleDuplicates: _now, ...answer }: Body): Body => answer;

const problemOf = ({ status, headers, body }: Reply): Body => ({
  status,
  media: headers['content-type']?.split(';')[0],
  type: body.type,
});

const problem = (status: number, type: string): Body => ({
  ...{ status, media: 'application/problem+json' },
  type: expect.stringMatching(new RegExp(`/problems/${type}$`)),
});

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  store = city.storeLog();
  viewer = await caller('viewer');
  operator = await caller('operator');
  dispatcher = await caller('dispatcher');
  supervisor = await caller('supervisor');
});

afterAll(async () => {
  await city.end();
});

describe('an incident from report to closure', () => {
  it('is reported with 201, Location and ETag, and passes through every state', async () => {
    const reply = await by(operator).post('/v1/incidents', report({ priority: 'P2' }));
    expect(reply.status).toBe(201);
    const id = String(reply.body.id);
    expect(reply.headers).toMatchObject({ location: at(id), etag: '"0"' });
    expect(reply.headers['commit-position']).toMatch(/^\d+$/);
    expect(reply.body).toMatchObject({
      ...{ revision: '0', status: 'reported', category: 'fire', priority: 'P2' },
      location: { longitude: 120.7213, latitude: 31.3264, district: '320576' },
      ...{ hasReporter: false, clocks: [], dispatches: [], possibleDuplicates: [] },
    });
    const triaged = await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' });
    expect(triaged.headers.etag).toBe('"1"');
    await by(operator).post(at(id, '/notes'), { text: 'The lift is stuck' });
    await by(dispatcher).post(at(id, '/resolution'), { outcome: 'handled', summary: 'Put out' });
    const closed = await by(supervisor).post(at(id, '/closure'));
    expect(closed.body).toMatchObject({ status: 'closed', revision: '4', noteCount: 1 });
    const read = await by(viewer).get(at(id));
    expect(read.body).toEqual(closed.body);
    expect(read.headers.etag).toBe('"4"');
    const { body } = await by(viewer).get(at(id, '/timeline'));
    expect((body.items as Body[]).map(({ type }) => type)).toEqual([
      ...['IncidentReported', 'IncidentTriaged', 'IncidentNoteAdded'],
      ...['IncidentResolved', 'IncidentClosed'],
    ]);
  });

  it('stands in the list that is read after its position', async () => {
    const summary = `listed ${randomUUID()}`;
    const { headers, body } = accepted(
      await by(operator).post('/v1/incidents', report({ summary })),
    );
    const query = `/v1/incidents?q=${encodeURIComponent(summary)}`;
    const position = String(headers['commit-position']);
    const list = await by(viewer).get(query, { 'read-after': position });
    expect(list.body).toMatchObject({ items: [{ id: body.id, summary }], nextCursor: null });
    expect(BigInt(list.headers['read-model-position'] ?? -1)).toBeGreaterThanOrEqual(
      BigInt(position),
    );
    const count = await by(viewer).get(query.replace('?', '/count?'));
    expect(count.body).toEqual({ count: 1 });
  });

  it('is shown as it was by asOf', async () => {
    const id = await reported(by(operator));
    const { body: before } = await by(viewer).get(at(id));
    const triaged = await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' });
    const asOf = String(before.updatedAt);
    expect(triaged.body.updatedAt).not.toBe(asOf);
    const past = await by(viewer).get(at(id, `?asOf=${asOf}`));
    expect(past.body).toEqual({ ...before, asOf, knownAt: null });
    expect(past.headers.etag).toBeUndefined();
    const beginning = await by(viewer).get(at(id, '?asOf=2020-01-01T00:00:00Z'));
    expect(beginning.status).toBe(404);
  });
});

describe('a repeated Idempotency-Key', () => {
  const again = async (client: Client, body: unknown, key: string): Promise<Reply> =>
    client.post('/v1/incidents', body, { 'idempotency-key': key });

  it('gives the first answer and no second event, also after kill -9 and through a replica', async () => {
    const [body, key] = [report(), randomUUID()];
    const receipt = await again(by(operator), body, key);
    const id = String(receipt.body.id);
    await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' });
    const replica = await city.startService();
    const expectFirst = ({ status, headers, body: repeated }: Reply): void => {
      expect({ status, etag: headers.etag, location: headers.location }).toEqual({
        ...{ status: 201, etag: '"0"', location: at(id) },
      });
      expect(first(repeated)).toEqual(first(receipt.body));
      expect(repeated.possibleDuplicates).toBeNull();
    };
    expectFirst(await again(by(operator), body, key));
    expectFirst(await again(await city.client(replica, 'operator'), body, key));
    await service.kill();
    await service.start();
    expectFirst(await again(by(operator), body, key));
    expect((await store.events(`incident-${id}`)).map(({ type }) => type)).toEqual([
      ...['IncidentReported', 'IncidentTriaged'],
    ]);
    await replica.stop();
  });

  it('is refused for another body with 422', async () => {
    const key = randomUUID();
    await again(by(operator), report(), key);
    const other = await again(by(operator), report({ summary: 'Something else' }), key);
    expect(problemOf(other)).toEqual(problem(422, 'idempotency-key-reused'));
  });

  it('is another key for another caller', async () => {
    const [body, key] = [report(), randomUUID()];
    const mine = await again(by(operator), body, key);
    const theirs = await again(await city.client(service, 'operator', { subject: 'b' }), body, key);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });
});

describe('a command that is refused', () => {
  it('meets a stale If-Match with 412 and changes nothing', async () => {
    const id = await reported(by(operator));
    await by(operator).post(at(id, '/notes'), { text: 'one' });
    const stale = { 'if-match': '"0"' };
    const refused = await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' }, stale);
    expect(problemOf(refused)).toEqual(problem(412, 'revision-conflict'));
    expect(await store.events(`incident-${id}`)).toHaveLength(2);
  });

  it('is a second triage: 409 with its problem type, which explains itself', async () => {
    const id = await reported(by(operator));
    await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' });
    const twice = await by(dispatcher).post(at(id, '/triage'), { priority: 'P1' });
    expect(problemOf(twice)).toEqual(problem(409, 'incident-not-reported'));
    const { pathname } = new URL(String(twice.body.type), service.url);
    expect((await send('GET', `${service.url}${pathname}`)).status).toBe(200);
  });
});

describe('who may do what', () => {
  it('hides an incident of another district with 404, in the list too', async () => {
    const summary = `hidden ${randomUUID()}`;
    const reply = await by(operator).post('/v1/incidents', report({ summary }));
    const id = String(reply.body.id);
    const elsewhere = await city.client(service, 'dispatcher', { districts: ['320505'] });
    const after = { 'read-after': String(reply.headers['commit-position']) };
    expect(problemOf(await elsewhere.get(at(id)))).toEqual(problem(404, 'not-found'));
    const triage = await elsewhere.post(at(id, '/triage'), { priority: 'P1' });
    expect(problemOf(triage)).toEqual(problem(404, 'not-found'));
    const list = await elsewhere.get(`/v1/incidents?q=${encodeURIComponent(summary)}`, after);
    expect(list.body.items).toEqual([]);
    const inside = await city.client(service, 'viewer', { districts: ['320576'] });
    expect((await inside.get(at(id))).status).toBe(200);
  });

  it('answers 401 without a token and 403 to a viewer who reports', async () => {
    const url = `${service.url}/v1/incidents`;
    expect(problemOf(await send('GET', url))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await send('POST', url, { body: report() }))).toEqual(
      problem(401, 'unauthenticated'),
    );
    expect(problemOf(await by(viewer).post('/v1/incidents', report()))).toEqual(
      problem(403, 'forbidden'),
    );
  });
});

describe('a request that is wrong', () => {
  const refusalOf = async (body: unknown): Promise<Reply> =>
    by(operator).post('/v1/incidents', body);

  it('is junk for JSON: 400', async () => {
    expect(problemOf(await refusalOf('{"type": "struc'))).toEqual(
      problem(400, 'malformed-request'),
    );
  });

  it('has an unknown field: 422 that names it', async () => {
    const reply = await refusalOf(report({ colour: 'red' }));
    expect(problemOf(reply)).toEqual(problem(422, 'invalid-content'));
    expect(reply.body.errors).toEqual([
      { pointer: '#/colour', detail: expect.any(String) as unknown },
    ]);
  });

  it('names a type that is not in the catalogue: 422', async () => {
    expect(problemOf(await refusalOf(report({ type: 'ufo-landing' })))).toEqual(
      problem(422, 'unknown-incident-type'),
    );
  });

  it('is longer than 1 MiB: 413', async () => {
    const reply = await refusalOf(report({ description: 'x'.repeat(1024 * 1024) }));
    expect(problemOf(reply)).toEqual(problem(413, 'payload-too-large'));
  });

  it('asks for an incident that is not there: 404', async () => {
    expect(problemOf(await by(viewer).get(at(randomUUID())))).toEqual(problem(404, 'not-found'));
  });

  it('uses a method that the path does not have: 405 with Allow', async () => {
    const token = await city.token('admin');
    const reply = await send('DELETE', `${service.url}/v1/incidents`, { token });
    expect(problemOf(reply)).toEqual(problem(405, 'method-not-allowed'));
    expect(reply.headers.allow?.split(/, */)).toEqual(expect.arrayContaining(['GET', 'POST']));
    const put = await send('PUT', `${service.url}${at(randomUUID())}`, { token, body: {} });
    expect(put.headers.allow?.split(/, */)).toContain('GET');
  });
});
