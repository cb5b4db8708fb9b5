import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, givenIncident } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { incidentTypes } from '../domain/incident-types/catalogue.js';
import { reported } from '../domain/testing/incident-events.js';
import { IncidentTypeList } from './incident.responses.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
  service.time.now = '2026-03-01T12:00:00.000Z';
});
afterAll(() => service.close());

const report = {
  type: 'gas-leak',
  summary: 'Smell of gas',
  location: { longitude: 120.7213, latitude: 31.3264 },
  source: { channel: 'phone' },
};

describe('while Postgres is away', () => {
  it.each(['/v1/incidents', '/v1/incidents/count', '/v1/incidents?status=reported&limit=1'])(
    'GET %s says when to ask again',
    async (path) => {
      const answer = await service.get(path);
      expectProblem(answer, 503, 'unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.body).not.toContain('as the test asked');
    },
  );
  it('what is wrong with a list is said all the same', async () => {
    expectProblem(await service.get('/v1/incidents?status=lost'), 400, 'malformed-request');
  });
  it('a report without a reporter lands, its duplicates not looked up', async () => {
    const answer = await service.post('/v1/incidents', report);
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ possibleDuplicates: null }),
    ]);
  });
  it('commands land and incidents are read', async () => {
    const id = await givenIncident(service, reported);
    const path = `/v1/incidents/${id}`;
    expect((await service.post(`${path}/triage`, { priority: 'P1' })).statusCode).toBe(200);
    expect((await service.post(`${path}/notes`, { text: 'x' })).statusCode).toBe(200);
    expect((await service.get(path)).json()).toMatchObject({ revision: '2' });
    expect((await service.get(`${path}/timeline`)).statusCode).toBe(200);
  });
});

describe('while the event store is away', () => {
  it('nothing lands, and everybody hears when to come again', async () => {
    const id = await givenIncident(service, reported);
    service.store.unreachable = true;
    const answers = [
      await service.get(`/v1/incidents/${id}`),
      await service.post(`/v1/incidents/${id}/notes`, { text: 'x' }),
      await service.post('/v1/incidents', report),
    ];
    service.store.unreachable = false;
    for (const answer of answers) {
      expectProblem(answer, 503, 'unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await service.get(`/v1/incidents/${id}`)).json()).toMatchObject({ revision: '0' });
  });
});

describe('what needs no store', () => {
  it('is the catalogue of types, all at once', async () => {
    const { items, nextCursor } = IncidentTypeList.parse(
      (await service.get('/v1/incident-types')).json(),
    );
    expect(items).toEqual(incidentTypes);
    expect(nextCursor).toBeNull();
  });
  it('is the map of the districts', async () => {
    const answer = await service.get('/v1/districts');
    expect(answer.headers['content-type']).toBe('application/geo+json');
    const { type, features } = answer.json<{ type: string; features: { properties: object }[] }>();
    expect([type, features.length]).toEqual(['FeatureCollection', 10]);
    for (const { properties } of features)
      expect(properties).toMatchObject({
        ...{ code: expect.stringMatching(/^\d{6}$/), name: expect.any(String), approximate: true },
      });
  });
  it('takes no parameter', async () => {
    for (const path of ['/v1/incident-types', '/v1/districts'])
      expectProblem(await service.get(`${path}?limit=1`), 400, 'malformed-request');
  });
});
