import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FINGERPRINT_KEY, NOW, sampleApp, type SampleApp } from '../testing/sample-app.js';
import { commandIdOf, type RequestContext } from './command-context.js';
import { canonicalJson, fingerprintOf, withoutPointers } from './fingerprint.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { occurredAtOf } from './occurred-at.js';

describe('an idempotency key', () => {
  it.each([
    ['"abc"', 'abc'],
    ['abc', 'abc'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['"abc";x=1', 'abc'],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
    [undefined, undefined],
  ])('%s is %s', (header, key) => {
    expect(idempotencyKeyOf(header)).toBe(key);
  });

  it.each(['', '""', 'a b', 'a, b', '"abc', '"a" "b"', 'ключ', `"${'k'.repeat(256)}"`])(
    '%s is refused',
    (header) => {
      expect(() => idempotencyKeyOf(header)).toThrow();
    },
  );
});

describe('a fingerprint', () => {
  const request = { method: 'POST', path: '/v1/things', personal: ['/reporter', '/a/b'] };
  const of = (body: unknown, change: Partial<typeof request> = {}) =>
    fingerprintOf(FINGERPRINT_KEY, { ...request, ...change, body });

  it('is the same however the body was written', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
    expect(of({ a: 1, b: { c: 2, d: 3 } })).toBe(of({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('does not know personal fields', () => {
    expect(withoutPointers({ reporter: 1, a: { b: 1, c: 2 } }, request.personal)).toEqual({
      a: { c: 2 },
    });
    expect(of({ x: 1, reporter: { phone: '1' } })).toBe(of({ x: 1, reporter: { phone: '2' } }));
  });

  it('is another one for another body, path, method or key', () => {
    const prints = [
      of({ a: 1 }),
      of({ a: 2 }),
      of({ a: 1 }, { path: '/v1/other' }),
      of({ a: 1 }, { method: 'PUT' }),
      fingerprintOf(Buffer.alloc(32), { ...request, body: { a: 1 } }),
    ];
    expect(new Set(prints).size).toBe(5);
  });
});

describe('the time of what happened', () => {
  it.each([
    ['is now when the caller gives none', undefined, NOW],
    ['is what the caller says, in UTC', '2026-03-01T15:59:00+08:00', '2026-03-01T07:59:00.000Z'],
    ['is now when it lies up to 5 min ahead', '2026-03-01T08:05:00Z', NOW],
  ])('%s', (_, given, expected) => {
    expect(occurredAtOf(given, NOW)).toBe(expected);
  });

  it('is refused when it lies further ahead', () => {
    expect(() => occurredAtOf('2026-03-01T08:05:00.001Z', NOW)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({
          ...{ status: 422, errors: [{ pointer: '#/occurredAt', detail: expect.any(String) }] },
        }),
      }),
    );
  });
});

describe('the context of a command', () => {
  let sample: SampleApp;
  beforeAll(async () => {
    sample = await sampleApp();
  });
  afterAll(() => sample.app.close());

  const contextOf = async (headers: Record<string, string>, payload: object = { name: 'x' }) => {
    const answer = await sample.send({ method: 'POST', url: '/v1/things', headers, payload });
    return answer.json<{ context: RequestContext }>().context;
  };

  it('is random and without fingerprint when the client sends no key', async () => {
    expect(await contextOf({ 'x-correlation-id': 'case-17' })).toEqual({
      ...{ commandId: 'random-id', fingerprint: null, twinPossible: false },
      ...{ correlationId: 'case-17', causationId: null, occurredAt: NOW },
      actor: { subject: 'duty-7', roles: ['admin'] },
    });
  });

  it('derives id and fingerprint from the key, quoted or not', async () => {
    const place = { subject: 'duty-7', method: 'POST', path: '/v1/things' };
    const expected = {
      ...{ commandId: commandIdOf('abc', place), twinPossible: true },
      fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
    };
    const quoted = await contextOf({ 'idempotency-key': '"abc"' });
    expect(quoted).toMatchObject(expected);
    const withPhone = { name: 'x', reporter: { phone: '1' } };
    expect(await contextOf({ 'idempotency-key': 'abc' }, withPhone)).toMatchObject({
      ...{ commandId: quoted.commandId, fingerprint: quoted.fingerprint },
    });
    const other = await contextOf({ 'idempotency-key': 'abc' }, { name: 'y' });
    expect(other.fingerprint).not.toBe(quoted.fingerprint);
  });

  it('is another one for another subject, method or path', () => {
    const place = { subject: 'a', method: 'POST', path: '/v1/x' };
    const ids = [
      commandIdOf('k', place),
      commandIdOf('k', { ...place, subject: 'b' }),
      commandIdOf('k', { ...place, method: 'PUT' }),
      commandIdOf('k', { ...place, path: '/v1/y' }),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it('takes the correlation from the trace when the client names none', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${trace}-b7ad6b7169203331-01`;
    expect((await contextOf({ traceparent })).correlationId).toBe(trace);
    const bad = { 'x-correlation-id': 'a b\tc', traceparent: `00-${'0'.repeat(32)}-1-1` };
    expect((await contextOf(bad)).correlationId).toMatch(/^[\da-f-]{36}$/);
  });
});
