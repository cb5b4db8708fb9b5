import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { sampleApp, type SampleApp } from '../testing/sample-app.js';

describe('the OpenAPI document', () => {
  let sample: SampleApp;
  let document: OpenAPIObject;
  beforeAll(async () => {
    sample = await sampleApp();
    document = (await sample.app.inject({ method: 'GET', url: '/openapi.json' })).json();
  });
  afterAll(() => sample.app.close());

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result).toEqual({ valid: true });
    expect(document.openapi).toBe('3.1.0');
  });

  it('has the schemas that validate', () => {
    expect(document.components?.schemas).toMatchObject({
      MakeThing: { type: 'object', required: ['name'], additionalProperties: false },
      Thing: { type: 'object' },
      Problem: { type: 'object' },
    });
    expect(document.paths['/v1/things']?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/MakeThing' } } },
    });
  });

  it('names every query parameter', () => {
    const names = document.paths['/v1/things']?.get?.parameters?.map((parameter) =>
      'name' in parameter ? parameter.name : undefined,
    );
    expect(names).toEqual(
      expect.arrayContaining(['limit', 'cursor', 'kind', 'sort', 'bbox', 'Read-After']),
    );
  });

  it('documents headers and problems of a command with their types', () => {
    const closure = document.paths['/v1/things/{thingId}/closure']?.post;
    expect(Object.keys(closure?.responses ?? {})).toEqual([
      ...['200', '400', '401', '403', '404', '409', '412', '413', '415', '422', '429', '503'],
    ]);
    expect(closure?.responses['409']).toMatchObject({
      content: {
        'application/problem+json': {
          examples: { 'thing-closed': { value: { type: '/problems/thing-closed', status: 409 } } },
        },
      },
    });
    expect(closure?.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
        expect.objectContaining({ name: 'If-Match', in: 'header', required: false }),
      ]),
    );
    expect(document.paths['/v1/things']?.post?.responses['201']).toMatchObject({
      headers: { ETag: {}, Location: {}, 'Commit-Position': {} },
    });
  });

  it('says that a list is also GeoJSON', () => {
    expect(document.paths['/v1/things']?.get?.responses['200']).toMatchObject({
      content: { 'application/json': {}, 'application/geo+json': {} },
    });
  });

  it('asks for a bearer token and says who may', () => {
    const closure = document.paths['/v1/things/{thingId}/closure']?.post;
    expect(closure?.security).toEqual([{ bearer: [] }]);
    expect(closure?.description).toContain('Roles: dispatcher, supervisor, admin.');
    expect(document.components?.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
    });
  });

  it('stands behind Swagger UI, with its files', async () => {
    const page = await sample.app.inject({ method: 'GET', url: '/docs' });
    expect(page.headers['content-type']).toContain('text/html');
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'swagger-ui-init.js']) {
      const { statusCode } = await sample.app.inject({ method: 'GET', url: `/docs/${file}` });
      expect([file, statusCode]).toEqual([file, 200]);
    }
  });
});
