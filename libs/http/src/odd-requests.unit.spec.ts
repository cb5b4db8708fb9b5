import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { actorOf, callerOf, visibleDistricts } from './auth/caller.js';
import type { RequestContext } from './commands/command-context.js';
import { ApiList } from './openapi/decorators.js';
import { sampleApp, type SampleApp } from './testing/sample-app.js';
import { Thing, THING } from './testing/things.controller.js';

let sample: SampleApp;

beforeAll(async () => {
  sample = await sampleApp();
});
afterAll(() => sample.app.close());

const make = (payload: string | Buffer, contentType = 'application/json') =>
  sample.send({
    ...{ method: 'POST', url: '/v1/things', payload },
    headers: { 'content-type': contentType },
  });

describe('a JSON body', () => {
  it('that is not UTF-8 is malformed, whatever it would be read as', async () => {
    const answer = await make(Buffer.from('{"name":"caf\u00e9"}', 'latin1'));
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      expect.objectContaining({ type: '/problems/malformed-request' }),
    ]);
  });

  it.each([
    ['application/json; charset=utf-8', 201],
    ['application/json;charset="UTF-8"', 201],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf-16', 415],
  ])('of type %s is answered with %i', async (contentType, status) => {
    expect((await make('{"name":"x"}', contentType)).statusCode).toBe(status);
  });
});

describe('a path that has a route of its own for other methods', () => {
  it.each(['GET', 'HEAD', 'DELETE'] as const)('is 405 for %s, not the thing', async (method) => {
    const { statusCode, headers } = await sample.send({ method, url: '/v1/things/import?x=1' });
    expect([statusCode, headers.allow]).toEqual([405, 'OPTIONS, POST']);
  });
});

describe('one key with two spellings of an id', () => {
  it('is one command', async () => {
    const idOf = async (id: string): Promise<string> => {
      const headers = { 'idempotency-key': '"k"' };
      const url = `/v1/things/${id}/closure`;
      const answer = await sample.send({ method: 'POST', url, headers });
      return answer.json<Pick<RequestContext, 'commandId'>>().commandId;
    };
    const lower = await idOf(THING);
    expect(lower).toMatch(/^[\da-f-]{36}$/);
    expect(await idOf(THING.toUpperCase())).toBe(lower);
  });
});

describe('a query parameter', () => {
  const errorsOf = async (query: string) => {
    const answer = await sample.send({ method: 'GET', url: `/v1/things?${query}` });
    expect(answer.statusCode).toBe(400);
    return answer.json<{ errors: { parameter: string }[] }>().errors;
  };

  it.each(['0x10', '1e2', '%205', '5%20', '%2B5', '-1', '5.0', '', '501', '0', '9'.repeat(400)])(
    'limit is not %s',
    async (limit) => {
      expect(await errorsOf(`limit=${limit}`)).toMatchObject([{ parameter: 'limit' }]);
    },
  );

  it('limit is a whole number from 1 to 500 to the document', async () => {
    const document = await sample.app.inject({ method: 'GET', url: '/openapi.json' });
    const { paths } = document.json<OpenAPIObject>();
    expect(paths['/v1/things']?.get?.parameters).toContainEqual(
      expect.objectContaining({
        ...{ name: 'limit', in: 'query', required: false },
        schema: expect.objectContaining({
          ...{ type: 'integer', minimum: 1, maximum: 500, default: 50 },
        }),
      }),
    );
  });

  it('has its own name in errors, also when one of several values is wrong', async () => {
    expect(await errorsOf('kind=a,c')).toMatchObject([{ parameter: 'kind' }]);
  });
});

describe('a route that is no command of one object', () => {
  it('knows who asks and the correlation, and reads neither key nor revision', async () => {
    const headers = { 'x-correlation-id': 'case-17', 'idempotency-key': '""', 'if-match': '17' };
    const url = '/v1/things/echo/origin';
    const answer = await sample.send({ method: 'POST', url, headers });
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { actor: { subject: 'duty-7', roles: ['admin'] }, correlationId: 'case-17' },
    ]);
  });
});

describe('a caller', () => {
  const claims = { sub: 'duty-7', roles: ['viewer', 'unheard-of'], exp: 0 };

  it('acts with its subject and the roles that are known', () => {
    const caller = callerOf({ ...claims, districts: [] });
    expect(actorOf(caller)).toEqual({ subject: 'duty-7', roles: ['viewer'] });
  });

  it('sees its districts, or all', () => {
    const of = (...districts: string[]) => visibleDistricts(callerOf({ ...claims, districts }));
    expect(of('320505', '320506')).toEqual(['320505', '320506']);
    expect(of()).toEqual([]);
    expect(of('320505', '*')).toBe('*');
  });
});

describe('ApiList', () => {
  it('tells of no position where the list reads none', () => {
    // A decorator works on a function in a property; no application is needed to see what it leaves.
    const handler = (): string => 'all';
    ApiList({ summary: 'All at once', response: Thing })({}, 'list', { value: handler });
    const metadata = Reflect.getMetadataKeys(handler).map((key: unknown): unknown =>
      Reflect.getMetadata(key, handler),
    );
    expect(JSON.stringify(metadata)).toContain('All at once');
    expect(JSON.stringify(metadata)).not.toMatch(/Read-After|Read-Model-Position/);
  });
});
