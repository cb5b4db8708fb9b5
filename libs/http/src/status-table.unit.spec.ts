import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { accepted, failures, next, outcomes, THING } from './testing/things.controller.js';
import { sampleApp, type SampleApp } from './testing/sample-app.js';

const json = { 'content-type': 'application/json' };
const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  ({
    ...{ method: 'POST', url },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { ...json, ...headers },
  }) satisfies InjectOptions;

let sample: SampleApp;

beforeAll(async () => {
  sample = await sampleApp();
});
afterEach(() => {
  next.outcome = accepted;
  next.error = undefined;
});
afterAll(() => sample.app.close());

const problem = async (request: InjectOptions, claims?: object) => {
  const answer = await sample.send(request, claims);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  const body = answer.json<{ type: string; status: number; errors?: unknown }>();
  expect(body.status).toBe(answer.statusCode);
  return { ...body, headers: answer.headers };
};

describe('400 malformed-request', () => {
  it.each([
    ['junk JSON', post('/v1/things', '{"name":')],
    ['a malformed id', { method: 'GET', url: '/v1/things/17' }],
    ['an over-long id', { method: 'GET', url: `/v1/things/${'1'.repeat(600)}` }],
    ['a path that cannot be decoded', { method: 'GET', url: '/v1/things/%zz' }],
    ['a query value', { method: 'GET', url: '/v1/things?limit=501' }],
    ['an unknown query parameter', { method: 'GET', url: '/v1/things?color=red' }],
    ['a query where none is taken', { method: 'GET', url: `/v1/things/${THING}?x=1` }],
    ['a cursor', { method: 'GET', url: '/v1/things?cursor=abc' }],
    ['Read-After', { method: 'GET', url: '/v1/things', headers: { 'read-after': 'x' } }],
    ['If-Match', post(`/v1/things/${THING}/closure`, {}, { 'if-match': '17' })],
    ['Idempotency-Key', post('/v1/things', { name: 'x' }, { 'idempotency-key': '""' })],
  ] satisfies [string, InjectOptions][])('answers %s', async (_, request) => {
    expect(await problem(request)).toMatchObject({
      type: '/problems/malformed-request',
      status: 400,
    });
  });

  it('names the parameter', async () => {
    const { errors } = await problem({ method: 'GET', url: '/v1/things?limit=0&color=red' });
    expect(errors).toMatchObject([{ parameter: 'limit' }, { parameter: 'color' }]);
  });
});

describe('404, 405, 413, 415', () => {
  it.each([
    ['an unknown route', '/v1/nothing'],
    ['an unknown route outside of /v1', '/nothing'],
  ])('answers %s with not-found', async (_, url) => {
    expect(await problem({ method: 'GET', url })).toMatchObject({
      type: '/problems/not-found',
      status: 404,
    });
  });

  it('answers junk for an unknown route with not-found', async () => {
    expect((await problem(post('/v1/nothing', '{'))).status).toBe(404);
  });

  it('names the methods of a known path', async () => {
    const { headers, ...body } = await problem({ method: 'DELETE', url: `/v1/things/${THING}` });
    expect(body).toMatchObject({ type: '/problems/method-not-allowed', status: 405 });
    expect(headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('answers HEAD as GET and OPTIONS with the methods', async () => {
    const url = '/v1/things';
    expect((await sample.send({ method: 'HEAD', url })).statusCode).toBe(200);
    const options = await sample.send({ method: 'OPTIONS', url });
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
  });

  it('takes 1 MiB and refuses more', async () => {
    const sized = (bytes: number) => post('/v1/things', { name: 'x'.repeat(bytes - 11) });
    expect((await sample.send(sized(1024 * 1024))).statusCode).toBe(201);
    expect(await problem(sized(1024 * 1024 + 1))).toMatchObject({
      type: '/problems/payload-too-large',
      status: 413,
    });
  });

  it.each([
    ['another type', post('/v1/things', 'name: x', { 'content-type': 'text/yaml' })],
    ['text', post('/v1/things', 'x', { 'content-type': 'text/plain' })],
    ['a form', post('/v1/things', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['no type', { method: 'POST', url: '/v1/things', payload: Buffer.from('{}') }],
    ['a coding', post('/v1/things', {}, { 'content-encoding': 'gzip' })],
    [
      'lines for a JSON route',
      post('/v1/things', '{}', { 'content-type': 'application/x-ndjson' }),
    ],
    ['JSON for a route of lines', post('/v1/things/import', '{}')],
  ] satisfies [string, InjectOptions][])('refuses %s', async (_, request) => {
    expect(await problem(request)).toMatchObject({
      type: '/problems/unsupported-media-type',
      status: 415,
    });
  });

  it('streams lines of any size', async () => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const payload = '{}\n'.repeat(1024 * 1024);
    const answer = await sample.send({
      method: 'POST',
      url: '/v1/things/import',
      headers,
      payload,
    });
    expect([answer.statusCode, answer.json()]).toEqual([201, { bytes: payload.length }]);
  });
});

describe('409, 412, 422 of a command', () => {
  const close = post(`/v1/things/${THING}/closure`, {});

  it('answers a refusal with the type of the slice', async () => {
    next.outcome = outcomes.closed ?? accepted;
    expect(await problem(close)).toMatchObject({
      ...{ type: '/problems/thing-closed', status: 409, title: 'The thing is closed.' },
    });
  });

  it('points at the field that a refusal is about', async () => {
    next.outcome = outcomes.noTarget ?? accepted;
    expect(await problem(close)).toMatchObject({
      ...{ type: '/problems/invalid-content', status: 422, errors: [{ pointer: '#/into' }] },
    });
  });

  it('says at which revision the object is', async () => {
    next.outcome = outcomes.conflict ?? accepted;
    const { headers, ...body } = await problem(close);
    expect(body).toMatchObject({
      ...{ type: '/problems/revision-conflict', status: 412, currentRevision: '17' },
    });
    expect(headers.etag).toBe('"17"');
  });

  it('refuses a key that belongs to another request', async () => {
    next.outcome = outcomes.reused ?? accepted;
    expect(await problem(close)).toMatchObject({
      ...{ type: '/problems/idempotency-key-reused', status: 422 },
    });
  });
});

describe('500 and 503', () => {
  const get = { method: 'GET', url: `/v1/things/${THING}` } as const;

  it.each([
    ['StoreUnavailable', 'unavailable', '2'],
    ['OutcomeUnknown', 'unavailable', '2'],
    ['DatabaseUnavailable', 'unavailable', '2'],
    ['Busy', 'busy', '1'],
  ])('answers %s with %s', async (name, type, retryAfter) => {
    next.error = failures[name]?.();
    const { headers, ...body } = await problem(get);
    expect(body).toMatchObject({ type: `/problems/${type}`, status: 503 });
    expect(headers['retry-after']).toBe(retryAfter);
    expect(JSON.stringify(body)).not.toContain('10.0.0.7');
  });

  it('tells nothing about an unexpected error but how to find it', async () => {
    next.error = failures.Error?.();
    const headers = { 'x-correlation-id': 'case-17' };
    const { headers: answered, ...body } = await problem({ ...get, headers });
    expect(body).toEqual({
      ...{ type: '/problems/internal-error', status: 500, title: 'Something broke.' },
      correlationId: 'case-17',
    });
    expect(answered['x-correlation-id']).toBe('case-17');
    const logged = sample.lines.filter((line) => line.includes('case-17')).join('');
    expect(logged).toContain('secret: 10.0.0.7');
  });
});

describe('GET on a problem type', () => {
  const get = (name: string, accept?: string) =>
    sample.app.inject({
      ...{ method: 'GET', url: `/problems/${name}` },
      headers: accept === undefined ? {} : { accept },
    });

  it('explains it to programs and people, without a token', async () => {
    expect((await get('thing-closed')).json()).toMatchObject({
      ...{ type: '/problems/thing-closed', status: 409, description: expect.any(String) },
    });
    const page = await get('thing-closed', 'text/html,*/*;q=0.8');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('&lt;reopen&gt;');
  });

  it('explains the generic ones too', async () => {
    expect((await get('unavailable')).statusCode).toBe(200);
  });

  it('answers an unknown one with 404', async () => {
    expect((await get('picnic')).json()).toMatchObject({ type: '/problems/not-found' });
  });
});
