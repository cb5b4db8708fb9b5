import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonSchemaOf } from '@city/contracts-envelope';
import { incidentsRegistry } from '@city/contracts-incidents';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { createHash } from 'node:crypto';
import { testApp, type TestApp } from '../testing/test-app.js';
import { asyncApi } from './async-api.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const get = (url: string) => service.app.inject({ method: 'GET', url });

describe('the service', () => {
  it('serves its AsyncAPI document', async () => {
    const answer = await get('/asyncapi.json');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json()).toEqual(asyncApi);
  });

  it.each([...incidentsRegistry.values()].map((event) => [event.type, event] as const))(
    'serves the JSON Schema of %s under the URL that records name',
    async (type, event) => {
      const answer = await get(`/schemas/${type}.json`);
      expect(answer.headers['content-type']).toBe('application/schema+json');
      const url = `http://127.0.0.1:3001/schemas/${type}.json`;
      expect(answer.json()).toEqual(jsonSchemaOf(event, url));
    },
  );

  it('serves the page of topics, whose style is all that a browser may use', async () => {
    const { headers, body } = await get('/docs/topics');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'`,
    );
  });

  it('still serves Swagger UI beside it', async () => {
    expect((await get('/docs')).body).toContain('swagger-ui');
  });
});

describe('the OpenAPI document', () => {
  it('has nothing that a strict linter remarks', async () => {
    const config = await createConfig({
      extends: ['recommended-strict'],
      // The document describes a city's own service; the licence of the code is in its repository.
      rules: { 'info-license': 'off', 'no-empty-servers': 'off' },
    });
    const source = (await get('/openapi.json')).body;
    const remarks = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    const told = remarks.map(({ ruleId, message, location }) => [
      ...[ruleId, message],
      location.map((place) => ('pointer' in place ? place.pointer : '')).join(),
    ]);
    expect(told).toEqual([]);
  });
});
