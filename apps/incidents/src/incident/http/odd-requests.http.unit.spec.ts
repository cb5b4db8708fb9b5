import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testApp, type TestApp } from '../../testing/test-app.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const report = (more: object = {}) => ({
  ...{ type: 'structure-fire', summary: 'Smoke' },
  location: { longitude: 120.7213, latitude: 31.3264 },
  source: { channel: 'phone' },
  ...more,
});
const reported = async (): Promise<string> => {
  const answer = await service.post('/v1/incidents', report());
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
};
const typeOf = (answer: { json: () => unknown }): unknown =>
  (answer.json() as { type: unknown }).type;

describe('a time at the end of the calendar', () => {
  it.each([
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+01:00',
    '1899-12-31T23:59:59Z',
    '9999-12-31T23:59:59-01:00',
  ])('%s is refused wherever a time is taken', async (time) => {
    const posted = await service.post('/v1/incidents', report({ occurredAt: time }));
    expect([posted.statusCode, typeOf(posted)]).toEqual([422, '/problems/invalid-content']);
    const id = await reported();
    const asked = encodeURIComponent(time);
    for (const path of [
      `/v1/incidents/${id}?asOf=${asked}`,
      `/v1/incidents/${id}/timeline?knownAt=${asked}`,
      `/v1/incidents?openedFrom=${asked}`,
    ]) {
      const answer = await service.get(path);
      expect([path, answer.statusCode, typeOf(answer)]).toEqual([
        ...[path, 400, '/problems/malformed-request'],
      ]);
    }
    const line = { externalId: randomUUID(), type: 'dead-animal', summary: 'x', reportedAt: time };
    const imported = await service.post('/v1/incidents/import', `${JSON.stringify(line)}\n`, {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(JSON.parse(imported.body.split('\n')[0] ?? '')).toMatchObject({
      outcome: 'rejected',
      problem: { status: 422, errors: [{ pointer: '#/reportedAt' }] },
    });
  });
});

describe('an import', () => {
  it('is not touched by headers that are for commands', async () => {
    const line = { externalId: randomUUID(), type: 'dead-animal', summary: 'Bird' };
    const body = `${JSON.stringify({ ...line, reportedAt: '2026-01-01T00:00:00Z' })}\n`;
    for (const own of [
      { 'idempotency-key': '"z"' },
      { 'idempotency-key': '' },
      { 'if-match': '7' },
    ]) {
      const headers = { 'content-type': 'application/x-ndjson', ...own };
      const answer = await service.post('/v1/incidents/import', body, { headers });
      expect([answer.statusCode, answer.body]).toEqual([
        200,
        expect.not.stringContaining('rejected":1'),
      ]);
    }
  });
});

describe('a text', () => {
  it.each(['   ', '\u3000', '\n'])('of white space alone is refused', async (summary) => {
    const answer = await service.post('/v1/incidents', report({ summary }));
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ pointer: '#/summary' }] });
  });
});

describe('a caller of some districts', () => {
  const inside = { roles: ['supervisor'], districts: ['320576'] };

  it('who moves an incident out of them gets the same answer again under the same key', async () => {
    const id = await reported();
    const headers = { 'idempotency-key': '"moved"' };
    const body = { reason: 'Wrong place', location: { longitude: 0, latitude: 0 } };
    const send = () =>
      service.post(`/v1/incidents/${id}/correction`, body, { as: inside, headers });
    const first = await send();
    expect([first.statusCode, first.json()]).toMatchObject([
      200,
      { location: { district: 'outside' } },
    ]);
    const again = await send();
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
    const note = await service.post(`/v1/incidents/${id}/notes`, { text: 'x' }, { as: inside });
    expect(note.statusCode).toBe(404);
  });

  it('learns nothing of others, whatever revision he insists on', async () => {
    const id = await reported();
    for (const tag of ['"0"', '"7"']) {
      const answer = await service.post(
        `/v1/incidents/${id}/notes`,
        { text: 'x' },
        {
          as: { roles: ['supervisor'], districts: ['320505'] },
          headers: { 'if-match': tag },
        },
      );
      expect(answer.statusCode).toBe(404);
    }
  });
});

describe('an incident that is not there', () => {
  it('is 404, also for a command with a condition', async () => {
    const answer = await service.post(
      `/v1/incidents/${randomUUID()}/notes`,
      { text: 'x' },
      {
        headers: { 'if-match': '"3"' },
      },
    );
    expect(answer.statusCode).toBe(404);
  });
});

describe('one key', () => {
  it('is one command, however the id in the path is spelt', async () => {
    const id = await reported();
    const headers = { 'idempotency-key': '"one"' };
    const first = await service.post(`/v1/incidents/${id}/notes`, { text: 'x' }, { headers });
    const path = `/v1/incidents/${id.toUpperCase()}/notes`;
    const again = await service.post(path, { text: 'x' }, { headers });
    expect(again.json()).toEqual(first.json());
  });
});
