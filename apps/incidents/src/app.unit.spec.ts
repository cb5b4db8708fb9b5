import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unpolicedRoutes, unusedPolicies } from '@city/http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { policies } from './policies.js';
import { testApp, type TestApp } from './testing/test-app.js';

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

describe('the routes of the service', () => {
  it('have a policy each', () => {
    expect(unpolicedRoutes(service.app)).toEqual([]);
  });
  it('are all that the policies speak of', () => {
    expect(unusedPolicies(service.app)).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    const answer = await service.app.inject({ method: 'GET', url: '/openapi.json' });
    document = answer.json();
  });
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation === undefined
          ? []
          : [{ name: `${method.toUpperCase()} ${path}`, operation }];
      }),
    );

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result).toEqual({ valid: true });
  });
  it('has every route of the policies, and no other under /v1', () => {
    const named = operations().map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ':$1'));
    expect(named.filter((name) => name.includes(' /v1/')).toSorted()).toEqual(
      Object.keys(policies).toSorted(),
    );
  });
  it('says of every operation what it does', () => {
    for (const { name, operation } of operations())
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\S/)]);
  });
  it('has an example of every body', () => {
    for (const { name, operation } of operations()) {
      if (operation.requestBody === undefined) continue;
      expect([name, exampleOf(document, operation.requestBody)]).toEqual([name, true]);
    }
  });
  it('has an example of every good answer', () => {
    for (const { name, operation } of operations()) {
      const good = operation.responses['200'] ?? operation.responses['201'];
      expect([name, exampleOf(document, good)]).toEqual([name, true]);
    }
  });
  it('asks for a token at every route under /v1', () => {
    for (const { name, operation } of operations())
      if (name.includes(' /v1/'))
        expect([name, operation.security]).toEqual([name, [{ bearer: [] }]]);
  });
});

/** Whether a body, or the schema that it refers to, comes with an example. */
const exampleOf = (document: OpenAPIObject, body: unknown): boolean => {
  const { content = {} } = (body ?? {}) as { content?: Record<string, Record<string, unknown>> };
  return Object.values(content).some((media) => {
    if (media.example !== undefined || media.examples !== undefined) return true;
    const schema = resolved(document, media.schema as Record<string, unknown> | undefined);
    return schema?.example !== undefined || schema?.examples !== undefined;
  });
};

const resolved = (
  { components }: OpenAPIObject,
  schema: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined => {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema?.$ref))?.[1];
  const found = name === undefined ? schema : components?.schemas?.[name];
  return found as Record<string, unknown> | undefined;
};
