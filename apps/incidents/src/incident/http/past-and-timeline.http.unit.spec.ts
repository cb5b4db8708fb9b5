import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, givenIncident } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import * as examples from '../domain/testing/incident-events.js';
import {
  IncidentView,
  PastIncidentView,
  Timeline,
  type TimelineEntry,
} from './incident.responses.js';

const { at, reported, resolved, triaged } = examples;

let service: TestApp;
let id: string;
beforeAll(async () => {
  service = await testApp();
  service.time.now = at('12:00');
  // Recorded at noon; the note tells at last what was seen at 10:07.
  const late = examples.noteAdded('Seen earlier', '10:07');
  id = await givenIncident(service, reported, triaged, resolved, late);
});
afterAll(() => service.close());

const get = (query = '', headers: Record<string, string> = {}) =>
  service.get(`/v1/incidents/${id}${query}`, { headers });

describe('GET of an incident', () => {
  it('shows it as it is, with its revision', async () => {
    const answer = await get();
    expect(IncidentView.parse(answer.json())).toMatchObject({
      ...{ id, revision: '3', status: 'resolved', noteCount: 1, updatedAt: at('10:40') },
    });
    expect(answer.headers).toMatchObject({ etag: '"3"' });
    expect(answer.headers['commit-position']).toMatch(/^\d+$/);
    expect(answer.body).not.toMatch(/sealed|keyId/);
  });
  it('as of a moment shows what was effective by then, and echoes it', async () => {
    const answer = await get(`?asOf=${at('10:05')}`);
    expect(PastIncidentView.parse(answer.json())).toMatchObject({
      ...{ revision: '1', status: 'triaged', noteCount: 0, updatedAt: at('10:03') },
      ...{ asOf: at('10:05'), knownAt: null },
    });
    expect(answer.headers.etag).toBeUndefined();
  });
  it('takes a moment with an offset, and answers in UTC', async () => {
    const answer = await get(`?asOf=${encodeURIComponent('2026-03-01T18:00:00+08:00')}`);
    expect(answer.json()).toMatchObject({ revision: '0', asOf: at('10:00') });
  });
  it('known at a moment shows what was recorded by then', async () => {
    expect((await get(`?knownAt=${at('12:00')}`)).json()).toMatchObject({
      ...{ revision: '3', asOf: null, knownAt: at('12:00') },
    });
    expectProblem(await get(`?knownAt=${at('11:59')}`), 404, 'not-found');
  });
  it('takes both', async () => {
    const answer = await get(`?asOf=${at('10:03')}&knownAt=${at('12:30')}`);
    expect(answer.json()).toMatchObject({ revision: '1', asOf: at('10:03'), knownAt: at('12:30') });
    expectProblem(await get(`?asOf=${at('10:03')}&knownAt=${at('11:00')}`), 404, 'not-found');
  });
  it('has nothing from before the report', async () => {
    expectProblem(await get(`?asOf=${at('09:59')}`), 404, 'not-found');
  });
  it.each(['?asOf=yesterday', '?knownAt=2026-03-01', '?asOf=', '?colour=red', '?asof=x'])(
    'takes no %s',
    async (query) => {
      expectProblem(await get(query), 400, 'malformed-request');
    },
  );
  it('finds nothing that is not there, no id, and nothing of another district', async () => {
    expectProblem(await service.get(`/v1/incidents/${randomUUID()}`), 404, 'not-found');
    expectProblem(await service.get('/v1/incidents/seven'), 400, 'malformed-request');
    const as = { roles: ['viewer'], districts: ['320505'] };
    expectProblem(await service.get(`/v1/incidents/${id}`, { as }), 404, 'not-found');
    const past = `/v1/incidents/${id}?asOf=${at('10:05')}`;
    expectProblem(await service.get(past, { as }), 404, 'not-found');
    const mine = { roles: ['partner'], districts: ['320576'] };
    expect((await service.get(`/v1/incidents/${id}`, { as: mine })).statusCode).toBe(200);
  });
});

describe('the timeline', () => {
  const timeline = (query = '', headers: Record<string, string> = {}) =>
    get(`/timeline${query}`, headers);

  it('tells all, newest last, and of nobody who reported', async () => {
    const answer = await timeline();
    const { items, nextCursor } = Timeline.parse(answer.json());
    expect(items.map(({ revision, type }) => `${revision} ${type}`)).toEqual([
      ...['0 IncidentReported', '1 IncidentTriaged', '2 IncidentResolved', '3 IncidentNoteAdded'],
    ]);
    expect(nextCursor).toBeNull();
    expect(items[3]).toMatchObject({ occurredAt: at('10:07'), recordedAt: at('12:00') });
    expect(answer.headers).toMatchObject({ 'content-language': 'en', vary: 'Accept-Language' });
    expect(answer.body).not.toMatch(/sealed|keyId/);
  });
  it('speaks Chinese to who likes it', async () => {
    const answer = await timeline('', { 'accept-language': 'zh-CN,en;q=0.5' });
    expect(answer.headers['content-language']).toBe('zh-CN');
    expect(answer.json()).toMatchObject({
      items: [{ text: expect.stringContaining('接报') }, {}, {}, {}],
    });
  });
  it('comes page by page, each entry once', async () => {
    const entries: TimelineEntry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await timeline(`?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const { items, nextCursor } = Timeline.parse(page.json());
      expect(items.length).toBeLessThanOrEqual(3);
      entries.push(...items);
      cursor = nextCursor;
    }
    expect(entries.map(({ revision }) => revision)).toEqual(['0', '1', '2', '3']);
  });
  it('stays whole while the incident goes on', async () => {
    const own = await givenIncident(service, reported, triaged);
    const page = async (query: string) =>
      Timeline.parse((await service.get(`/v1/incidents/${own}/timeline${query}`)).json());
    const first = await page('?limit=1');
    await service.post(`/v1/incidents/${own}/notes`, { text: 'More' });
    const second = await page(`?limit=5&cursor=${String(first.nextCursor)}`);
    expect(second.items.map(({ revision }) => revision)).toEqual(['1', '2']);
  });
  it('of the past ends where that ends, also page by page', async () => {
    const { items } = Timeline.parse((await timeline(`?asOf=${at('10:05')}`)).json());
    expect(items.map(({ revision }) => revision)).toEqual(['0', '1']);
    const first = Timeline.parse((await timeline(`?asOf=${at('10:05')}&limit=1`)).json());
    const cursor = String(first.nextCursor);
    const rest = Timeline.parse((await timeline(`?asOf=${at('10:05')}&cursor=${cursor}`)).json());
    expect(rest).toMatchObject({ items: [{ revision: '1' }], nextCursor: null });
    expectProblem(await timeline(`?cursor=${cursor}`), 400, 'malformed-request');
  });
  it.each(['?limit=0', '?limit=501', '?cursor=x', '?sort=type'])('takes no %s', async (query) => {
    expectProblem(await timeline(query), 400, 'malformed-request');
  });
  it('is not there for what is not there, or lies in another district', async () => {
    expectProblem(await service.get(`/v1/incidents/${randomUUID()}/timeline`), 404, 'not-found');
    const as = { districts: ['320505'] };
    expectProblem(await service.get(`/v1/incidents/${id}/timeline`, { as }), 404, 'not-found');
  });
});
