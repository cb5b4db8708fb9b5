import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectProblem, givenIncident, typesIn } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { reportedWith } from '../domain/testing/incident-events.js';
import { ReporterView } from './incident.responses.js';

let service: TestApp;
let id: string;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const report = {
  type: 'gas-leak',
  summary: 'Smell of gas',
  location: { longitude: 120.7213, latitude: 31.3264 },
  reporter: { name: '李伟', phone: '+86 512 5550 0100' },
  source: { channel: 'phone' },
};
beforeEach(async () => {
  id = (await service.post('/v1/incidents', report)).json<{ id: string }>().id;
});
const look = (query = '?purpose=call%20back', as: object = { roles: ['dispatcher'] }) =>
  service.get(`/v1/incidents/${id}/reporter${query}`, { as });
const accesses = () => typesIn(service, `access-${id}`);

describe('who reported', () => {
  it('is shown in full, not to be kept by anybody on the way', async () => {
    const answer = await look();
    expect(ReporterView.parse(answer.json())).toEqual({
      ...{ name: '李伟', phone: '+86 512 5550 0100', email: null },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });
  it('is shown when the look stands on record, with subject and purpose', async () => {
    await look('?purpose=call%20back', { roles: ['dispatcher'], sub: 'duty-9' });
    for await (const { type, data, metadata } of service.store.read(`access-${id}`)) {
      expect([type, data]).toEqual([
        'ReporterAccessed',
        { purpose: 'call back', lookup: false, accessedAt: service.time.now },
      ]);
      expect(metadata).toMatchObject({ actor: { subject: 'duty-9', roles: ['dispatcher'] } });
    }
    expect(await accesses()).toHaveLength(1);
  });
  it('is counted at every look, also with one key', async () => {
    const headers = { 'idempotency-key': 'one', 'if-match': '"0"' };
    for (let time = 0; time < 3; time += 1)
      await service.get(`/v1/incidents/${id}/reporter?purpose=x`, { headers });
    expect(await accesses()).toHaveLength(3);
  });
  it('is not shown when the look cannot be recorded', async () => {
    const path = `/v1/incidents/${id}/reporter?purpose=x`;
    const token = await service.tokenOf({ roles: ['dispatcher'] });
    // The incident is read, then the store goes away before the access is appended.
    const appends = service.store.append.bind(service.store);
    service.store.append = () => {
      service.store.unreachable = true;
      return appends('access-x', 'no-stream', []);
    };
    try {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await service.app.inject({ method: 'GET', url: path, headers });
      expectProblem(answer, 503, 'unavailable');
      expect(answer.body).not.toContain('李伟');
    } finally {
      service.store.append = appends;
      service.store.unreachable = false;
    }
    expect(await accesses()).toEqual([]);
  });
  it('needs a purpose', async () => {
    for (const query of ['', '?purpose=', `?purpose=${'x'.repeat(501)}`, '?purpose=x&colour=red'])
      expectProblem(await look(query), 400, 'malformed-request');
    expect(await accesses()).toEqual([]);
  });
  it('is not there for another district, and nobody is on record for that', async () => {
    const as = { roles: ['dispatcher'], districts: ['320505'] };
    expectProblem(await look('?purpose=x', as), 404, 'not-found');
    expect(await accesses()).toEqual([]);
  });
  it('is nobody where nobody gave a name', async () => {
    id = await givenIncident(service, reportedWith({ reporter: null }));
    expectProblem(await look(), 404, 'not-found');
    expect(await accesses()).toEqual([]);
  });
  it('is nobody once the key was erased', async () => {
    for (const keyId of service.keys.rows.keys()) service.keys.erase(keyId);
    expectProblem(await look(), 404, 'not-found');
    expect(await accesses()).toEqual([]);
  });
  it('is not to be had while the keys cannot be reached', async () => {
    service.keys.failure = Object.assign(new Error('away'), { name: 'DatabaseUnavailable' });
    const answer = await look();
    service.keys.failure = undefined;
    expectProblem(answer, 503, 'unavailable');
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });
  it('is an error of ours, and no erasure, when the key is missing', async () => {
    service.keys.rows.clear();
    expect((await look()).statusCode).toBe(500);
  });
  it('stands in no log', async () => {
    await look();
    expect(service.lines.join('')).not.toMatch(/李伟|5550 0100/);
  });
});
