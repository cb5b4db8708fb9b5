import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { policies } from './policies.js';
import { expectProblem } from './testing/given-incident.js';
import { testApp, type TestApp } from './testing/test-app.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const ladder = ['viewer', 'operator', 'dispatcher', 'supervisor', 'admin'] as const;
const roles = [...ladder, 'gateway', 'partner', 'responder', 'janitor'];
const from = (lowest: (typeof ladder)[number], ...beside: string[]): string[] => [
  ...[...ladder.slice(ladder.indexOf(lowest)), ...beside],
];
const reading = from('viewer', 'partner');

/** As the documentation has it, not as the table of policies does. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/incident-types': reading,
  'GET /v1/districts': reading,
  'GET /v1/incidents': reading,
  'GET /v1/incidents/count': reading,
  'GET /v1/incidents/:incidentId': reading,
  'GET /v1/incidents/:incidentId/timeline': reading,
  'GET /v1/incidents/:incidentId/reporter': from('dispatcher'),
  'POST /v1/incidents': from('operator', 'gateway'),
  'POST /v1/incidents/import': from('admin'),
  'POST /v1/incidents/:incidentId/correction': from('operator'),
  'POST /v1/incidents/:incidentId/triage': from('dispatcher'),
  'POST /v1/incidents/:incidentId/priority': from('dispatcher'),
  'POST /v1/incidents/:incidentId/notes': from('operator'),
  'POST /v1/incidents/:incidentId/resolution': from('dispatcher'),
  'POST /v1/incidents/:incidentId/closure': from('supervisor'),
  'POST /v1/incidents/:incidentId/cancellation': from('dispatcher'),
  'POST /v1/incidents/:incidentId/reopening': from('supervisor'),
};
const places = Object.entries(allowed).flatMap(([route, may]) =>
  roles.map((role) => [role, may.includes(role) ? 'may' : 'may not', route] as const),
);

const requestOf = (route: string) => {
  const [method = '', template = ''] = route.split(' ');
  return { method: method as 'GET' | 'POST', url: template.replace(':incidentId', randomUUID()) };
};

describe('each route', () => {
  it('of the policies is spoken of here', () => {
    expect(Object.keys(policies).toSorted()).toEqual(Object.keys(allowed).toSorted());
  });
  it.each(Object.keys(allowed))('needs a token: %s', async (route) => {
    const answer = await service.app.inject(requestOf(route));
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});

describe('whoever has the role', () => {
  it.each(places)('%s %s %s', async (role, may, route) => {
    const answer = await service.send(requestOf(route), { as: { roles: [role] } });
    // What gets past the guard meets an empty body, an unknown incident, or Postgres that is away.
    if (may === 'may') expect([401, 403]).not.toContain(answer.statusCode);
    else expectProblem(answer, 403, 'forbidden');
  });
});

describe('without a token everybody may', () => {
  it.each([
    ...['/openapi.json', '/asyncapi.json', '/docs', '/docs/topics', '/health/live', '/metrics'],
    ...['/problems/not-found', '/problems/incident-not-open', '/problems/unknown-incident-type'],
    '/schemas/city.incidents.incident-reported.v1.json',
  ])('GET %s', async (url) => {
    expect((await service.app.inject({ method: 'GET', url })).statusCode).toBe(200);
  });
  it('but finds no schema that there is not', async () => {
    for (const file of ['city.incidents.nothing.v1.json', 'city.incidents.incident-reported.v1']) {
      const answer = await service.app.inject({ method: 'GET', url: `/schemas/${file}` });
      expectProblem(answer, 404, 'not-found');
    }
  });
});

describe('a method that a path does not have', () => {
  it('is refused with those that it has', async () => {
    const answer = await service.send({ method: 'PUT', url: '/v1/incidents' });
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.allow).toContain('POST');
  });
});
