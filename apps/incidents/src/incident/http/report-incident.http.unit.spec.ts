import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, typesIn } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { streamOf } from '../persistence/stream.js';
import { ReportedIncidentView } from './incident.responses.js';

const report = {
  type: 'structure-fire',
  summary: 'Smoke from the 3rd floor',
  location: { longitude: 120.7213, latitude: 31.3264, address: 'Xinghu St 328' },
  reporter: { name: 'Li Wei', phone: '+86 512 5550 0100' },
  source: { channel: 'phone', reference: 'call-8841' },
  priority: 'P2',
};
const { reporter: _reporter, ...anonymous } = report;

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());
beforeEach(() => {
  service.time.now = '2026-03-01T10:00:00.000Z';
});
const post = (body: object | string, headers: Record<string, string> = {}) =>
  service.post('/v1/incidents', body, { headers });
const idOf = (answer: { json(): unknown }) => (answer.json() as { id: string }).id;

describe('a report', () => {
  it('is answered with the incident, where it is and which revision it has', async () => {
    const answer = await post(report);
    expect(answer.statusCode).toBe(201);
    const view = ReportedIncidentView.parse(answer.json());
    expect(view).toMatchObject({
      ...{ revision: '0', status: 'reported', type: 'structure-fire', category: 'fire' },
      ...{ priority: 'P2', summary: report.summary, description: null, source: report.source },
      location: { ...report.location, district: '320576' },
      ...{ hasReporter: true, reportedAt: '2026-03-01T10:00:00.000Z', noteCount: 0 },
    });
    expect(answer.headers).toMatchObject({
      ...{ etag: '"0"', location: `/v1/incidents/${view.id}` },
      'commit-position': expect.stringMatching(/^\d+$/),
    });
    const read = await service.get(`/v1/incidents/${view.id}`);
    const { possibleDuplicates, ...incident } = view;
    expect(read.json()).toEqual(incident);
    // Postgres is away here.
    expect(possibleDuplicates).toBeNull();
  });
  it('takes the priority of its type where none is given', async () => {
    const { priority: _, ...rest } = anonymous;
    expect((await post({ ...rest, type: 'rubbish-fire' })).json()).toMatchObject({
      priority: 'P3',
    });
  });
  it('from outside every district is taken', async () => {
    const far = { ...anonymous, location: { longitude: 2.35, latitude: 48.85 } };
    expect((await post(far)).json()).toMatchObject({
      location: { longitude: 2.35, latitude: 48.85, address: null, district: 'outside' },
    });
  });
  it('may tell of something earlier', async () => {
    const answer = await post({ ...anonymous, occurredAt: '2026-03-01T10:30:00+01:00' });
    expect(answer.json()).toMatchObject({ reportedAt: '2026-03-01T09:30:00.000Z' });
  });
  it('takes a clock that is a little ahead for now, and no future', async () => {
    const ahead = await post({ ...anonymous, occurredAt: '2026-03-01T10:05:00Z' });
    expect(ahead.json()).toMatchObject({ reportedAt: '2026-03-01T10:00:00.000Z' });
    const future = await post({ ...anonymous, occurredAt: '2026-03-01T10:05:01Z' });
    expect(expectProblem(future, 422, 'invalid-content')).toMatchObject({
      errors: [{ pointer: '#/occurredAt' }],
    });
  });
  it('keeps who reported in ciphertext only', async () => {
    const answer = await post(report);
    for await (const { data, metadata } of service.store.read(streamOf(idOf(answer)))) {
      const stored = JSON.stringify([data, metadata]);
      expect(stored).toContain(report.summary);
      expect(stored).not.toMatch(/Li Wei|5550 0100/);
    }
    expect(answer.body).not.toMatch(/Li Wei|5550 0100/);
    expect(service.lines.join('')).not.toMatch(/Li Wei|5550 0100/);
  });
  it('may be made anywhere, and is read only with the district', async () => {
    const as = { roles: ['operator'], districts: ['320505'] };
    const answer = await service.post('/v1/incidents', anonymous, { as });
    expect(answer.statusCode).toBe(201);
    expectProblem(await service.get(`/v1/incidents/${idOf(answer)}`, { as }), 404, 'not-found');
  });
  it('of a gateway, which may not read, names no duplicates', async () => {
    const answer = await service.post('/v1/incidents', anonymous, { as: { roles: ['gateway'] } });
    expect(answer.json()).toMatchObject({ possibleDuplicates: [] });
  });
});

describe('a report is refused', () => {
  it.each([
    ['an unknown field', { ...report, colour: 'red' }, ['#/colour']],
    ['an unknown field inside', { ...report, source: { channel: 'web', x: 1 } }, ['#/source/x']],
    ['no type', { ...report, type: undefined }, ['#/type']],
    ['no location', { ...report, location: undefined }, ['#/location']],
    [
      'a point off the earth',
      { ...report, location: { longitude: 190, latitude: 91 } },
      ['#/location/longitude', '#/location/latitude'],
    ],
    ['an empty summary', { ...report, summary: '' }, ['#/summary']],
    ['a summary of 201 characters', { ...report, summary: 'x'.repeat(201) }, ['#/summary']],
    ['a description of 10,001', { ...report, description: 'x'.repeat(10_001) }, ['#/description']],
    [
      'an address of 301',
      { ...report, location: { ...report.location, address: 'x'.repeat(301) } },
      ['#/location/address'],
    ],
    [
      'a reference of 201',
      { ...report, source: { channel: 'web', reference: 'x'.repeat(201) } },
      ['#/source/reference'],
    ],
    ['an empty reporter', { ...report, reporter: {} }, ['#/reporter']],
    ['a name of 101', { ...report, reporter: { name: 'x'.repeat(101) } }, ['#/reporter/name']],
    ['a phone of 31', { ...report, reporter: { phone: '5'.repeat(31) } }, ['#/reporter/phone']],
    ['a bad email', { ...report, reporter: { email: 'x' } }, ['#/reporter/email']],
    ['another channel', { ...report, source: { channel: 'fax' } }, ['#/source/channel']],
    ['another priority', { ...report, priority: 'P0' }, ['#/priority']],
    ['a time that is none', { ...report, occurredAt: 'yesterday' }, ['#/occurredAt']],
  ])('for %s, by name', async (_, body, pointers) => {
    const { errors } = expectProblem(await post(body), 422, 'invalid-content');
    expect((errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(pointers);
  });
  it('for a type that the catalogue lacks', async () => {
    const answer = await post({ ...anonymous, type: 'dragon' });
    expect(expectProblem(answer, 422, 'unknown-incident-type')).toMatchObject({
      errors: [{ pointer: '#/type' }],
    });
  });
  it('when it is no JSON, or of another kind, or too large', async () => {
    const json = { 'content-type': 'application/json' };
    expectProblem(await post('{"type":', json), 400, 'malformed-request');
    const xml = { 'content-type': 'application/xml' };
    expectProblem(await post('<x/>', xml), 415, 'unsupported-media-type');
    const large = JSON.stringify({ ...report, description: 'x'.repeat(1024 * 1024) });
    expectProblem(await post(large, json), 413, 'payload-too-large');
  });
  it('without a token, and with one that may not', async () => {
    const { app } = service;
    const none = await app.inject({ method: 'POST', url: '/v1/incidents', payload: report });
    expectProblem(none, 401, 'unauthenticated');
    const as = { roles: ['viewer'] };
    expectProblem(await service.post('/v1/incidents', report, { as }), 403, 'forbidden');
  });
  it('when the key of the reporter cannot be stored, and leaves nothing', async () => {
    service.keys.failure = Object.assign(new Error('away'), { name: 'DatabaseUnavailable' });
    const answer = await post(report, { 'idempotency-key': 'away' });
    service.keys.failure = undefined;
    expectProblem(answer, 503, 'unavailable');
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect((await post(report, { 'idempotency-key': 'away' })).statusCode).toBe(201);
  });
});

describe('a report with a key', () => {
  it('that comes again gets the first answer, and one event stands', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await post(report, headers);
    service.time.now = '2026-03-01T11:00:00.000Z';
    const again = await post(report, headers);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual({ ...first.json<object>(), possibleDuplicates: null });
    for (const name of ['etag', 'location', 'commit-position'])
      expect(again.headers[name]).toBe(first.headers[name]);
    expect(await typesIn(service, streamOf(idOf(first)))).toEqual(['IncidentReported']);
  });
  it('still gets the state of then, when it has moved on', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await post(report, headers);
    await service.post(`/v1/incidents/${idOf(first)}/triage`, { priority: 'P1' });
    const again = await post(report, headers);
    expect(again.json()).toEqual(first.json());
    expect(again.headers.etag).toBe('"0"');
  });
  it('that says something else is refused', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await post(report, headers);
    const other = await post({ ...report, summary: 'Something else' }, headers);
    expectProblem(other, 422, 'idempotency-key-reused');
  });
  it('of another subject is another report', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const one = await post(anonymous, headers);
    const other = await service.post('/v1/incidents', anonymous, {
      headers,
      as: { sub: 'duty-8' },
    });
    expect(idOf(other)).not.toBe(idOf(one));
  });
  it('sent 20 times at once lands once', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(report, headers)));
    const bodies = answers.map((answer) => ({
      ...answer.json<object>(),
      possibleDuplicates: null,
    }));
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(await typesIn(service, streamOf(idOf(answers[0] ?? { json: () => null })))).toHaveLength(
      1,
    );
  });
});
