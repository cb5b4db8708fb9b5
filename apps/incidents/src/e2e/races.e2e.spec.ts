import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Body, Client, Reply } from './testing/client.js';
import { at, report, reported } from './testing/reports.js';
import type { StoreLog } from './testing/store-log.js';

const CLIENTS = 64;
const POSTS = 50;

let city: City;
let operator: Client;
let store: StoreLog;

beforeAll(async () => {
  city = await City.start();
  operator = await city.client(await city.startService(), 'operator');
  store = city.storeLog();
});

afterAll(async () => {
  await city.end();
});

const atOnce = <T>(count: number, make: (each: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_none, each) => make(each)));

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_none, n) => n);

const note = (id: string, text: string, headers = {}): Promise<Reply> =>
  operator.post(at(id, '/notes'), { text }, headers);

describe('clients who post notes to one incident at once', () => {
  it('all land without If-Match, on revisions without gap or repetition', async () => {
    const id = await reported(operator);
    const replies = await atOnce(CLIENTS, (each) => note(id, `note ${String(each)}`));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const revisions = replies.map(({ body }) => Number(body.revision)).sort((a, b) => a - b);
    expect(revisions).toEqual(upTo(CLIENTS).map((each) => each + 1));
    const events = await store.events(`incident-${id}`);
    expect(events.map(({ revision }) => revision)).toEqual(upTo(CLIENTS + 1));
    expect(new Set(events.map(({ data }) => data.text)).size).toBe(CLIENTS + 1);
  });

  it('succeed once per revision with If-Match; the rest get 412', async () => {
    const id = await reported(operator);
    for (const revision of [0, 1, 2]) {
      const ifMatch = { 'if-match': `"${String(revision)}"` };
      const replies = await atOnce(CLIENTS, (each) => note(id, `note ${String(each)}`, ifMatch));
      const codes = replies.map(({ status }) => status);
      expect(codes.filter((code) => code === 200)).toHaveLength(1);
      expect(codes.filter((code) => code === 412)).toHaveLength(CLIENTS - 1);
    }
    expect(await store.events(`incident-${id}`)).toHaveLength(4);
  });
});

describe('requests with one key at once', () => {
  const withoutDuplicates = ({ body }: Reply): Body => ({ ...body, possibleDuplicates: null });

  it('make one event and get equal answers', async () => {
    const [key, body] = [{ 'idempotency-key': randomUUID() }, report()];
    const replies = await atOnce(POSTS, () => operator.post('/v1/incidents', body, key));
    const [one] = replies.map((reply) => ({
      ...{ status: reply.status, body: withoutDuplicates(reply) },
      etag: reply.headers.etag,
      location: reply.headers.location,
      position: reply.headers['commit-position'],
    }));
    expect(one).toMatchObject({ status: 201, etag: '"0"' });
    for (const reply of replies) {
      expect(withoutDuplicates(reply)).toEqual(one?.body);
      expect([reply.status, reply.headers.etag]).toEqual([201, '"0"']);
      expect(reply.headers.location).toBe(one?.location);
      expect(reply.headers['commit-position']).toBe(one?.position);
    }
    expect(await store.events(`incident-${String(one?.body.id)}`)).toHaveLength(1);
  });

  it('make one event of a note too', async () => {
    const id = await reported(operator);
    const key = { 'idempotency-key': randomUUID() };
    const replies = await atOnce(POSTS, () => note(id, 'once', key));
    expect(new Set(replies.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(replies[0]?.body).toMatchObject({ revision: '1', noteCount: 1 });
    expect(await store.events(`incident-${id}`)).toHaveLength(2);
  });
});

describe('reports with a reporter and one key at once', () => {
  it('make one event and one answer', async () => {
    const body = report({ reporter: { name: 'Li Wei' } });
    const key = { 'idempotency-key': randomUUID() };
    const replies = await atOnce(POSTS, () => operator.post('/v1/incidents', body, key));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = new Set(replies.map(({ body: { id } }) => String(id)));
    expect(ids.size).toBe(1);
    expect(await store.events(`incident-${[...ids].join('')}`)).toHaveLength(1);
  });
});
