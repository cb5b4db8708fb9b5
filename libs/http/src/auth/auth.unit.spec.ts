import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { UnsecuredJWT } from 'jose';
import { unpolicedRoutes, unusedPolicies } from '../server/http-app.js';
import { NOW, sampleApp, type SampleApp } from '../testing/sample-app.js';
import { THING } from '../testing/things.controller.js';
import { jwksOf, signingKey, tokenOf, type SigningKey } from '../testing/tokens.js';
import { ensureMayRead, hasRole, mayRead, type Caller, type Role } from './caller.js';

let sample: SampleApp;

beforeAll(async () => {
  sample = await sampleApp();
});
afterAll(() => sample.app.close());

const now = Date.parse(NOW);

const listWith = (authorization: string | undefined, { app } = sample) =>
  app.inject({
    ...{ method: 'GET', url: '/v1/things' },
    headers: authorization === undefined ? {} : { authorization },
  });

const expectRefused = async (token: string) => {
  const answer = await listWith(`Bearer ${token}`);
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ type: '/problems/unauthenticated' });
  expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
};

describe('a token', () => {
  it('lets in who has a role of the route', async () => {
    expect((await listWith(`Bearer ${await sample.token()}`)).statusCode).toBe(200);
  });

  it.each([undefined, 'Basic YTpi', 'Bearer', 'Bearer a b'])('is needed (%s)', async (header) => {
    const answer = await listWith(header);
    expect(answer.json()).toMatchObject({ type: '/problems/unauthenticated', status: 401 });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it.each([
    ['that has expired', { exp: now / 1000 - 1 }],
    ['of another issuer', { iss: 'village' }],
    ['for another audience', { aud: 'someone-else' }],
    ['without expiry', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['without roles', { roles: undefined }],
    ['with roles that are no list', { roles: 'admin' }],
  ])('%s is refused', async (_, claims) => {
    await expectRefused(await sample.token(claims));
  });

  it('signed by another key is refused, whatever name the key has', async () => {
    await expectRefused(await tokenOf(await signingKey('k1'), { roles: ['admin'] }, now));
    await expectRefused(await tokenOf(await signingKey('k9'), { roles: ['admin'] }, now));
  });

  it('without a signature is refused', async () => {
    const claims = { roles: ['admin'], districts: ['*'] };
    const token = new UnsecuredJWT(claims)
      .setIssuer('city')
      .setAudience('city-operations')
      .setSubject('duty-7')
      .setExpirationTime(now / 1000 + 60)
      .encode();
    await expectRefused(token);
  });

  it('is refused before a byte of the body is read', async () => {
    const answer = await sample.app.inject({
      ...{ method: 'POST', url: '/v1/things', payload: '{"name":' },
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('algorithms', () => {
  it.each(['RS256', 'ES256', 'EdDSA'])('%s is taken', async (alg) => {
    const other = await sampleApp();
    const key = await signingKey('k2', alg);
    await other.keys.write(key);
    const token = await tokenOf(key, { roles: ['viewer'] }, now);
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(200);
    await other.app.close();
  });

  it('another one is refused, although its key is known', async () => {
    const other = await sampleApp();
    const key = await signingKey('k2', 'RS512');
    await other.keys.write(key);
    const token = await tokenOf(key, { roles: ['viewer'] }, now);
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(401);
    await other.app.close();
  });
});

describe('a checked token', () => {
  it('falls with its key, and the new key is taken at once', async () => {
    const other = await sampleApp();
    const token = await other.token();
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(200);
    const key = await signingKey('k2');
    await other.keys.write(key);
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(401);
    const fresh = await tokenOf(key, { roles: ['viewer'] }, now);
    expect((await listWith(`Bearer ${fresh}`, other)).statusCode).toBe(200);
    await other.app.close();
  });

  it('is not taken past its expiry', async () => {
    const other = await sampleApp();
    const token = await other.token({ exp: now / 1000 + 30 });
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(200);
    other.time.now = new Date(now + 31_000).toISOString();
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(401);
    await other.app.close();
  });

  it('is not taken when the keys cannot be read', async () => {
    const other = await sampleApp();
    const token = await other.token();
    expect((await listWith(`Bearer ${token}`, other)).statusCode).toBe(200);
    await rm(fileURLToPath(other.keys.url));
    const answer = await listWith(`Bearer ${token}`, other);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
    await other.app.close();
  });
});

describe('keys at an address', () => {
  let provider: Server;
  let served: SigningKey[] = [];
  let isUp = true;
  let asked = 0;
  let other: SampleApp;

  beforeAll(async () => {
    provider = createServer((_, response) => {
      asked += 1;
      response.statusCode = isUp ? 200 : 500;
      response.end(jwksOf(...served));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const { port } = provider.address() as AddressInfo;
    other = await sampleApp({ jwksUrl: `http://127.0.0.1:${port}/jwks.json` });
  });
  afterAll(async () => {
    await other.app.close();
    provider.closeAllConnections();
    provider.close();
  });

  const statusOf = async (token: string) => (await listWith(`Bearer ${token}`, other)).statusCode;
  const later = (milliseconds: number) => {
    other.time.now = new Date(Date.parse(other.time.now) + milliseconds).toISOString();
  };

  it('are fetched once a minute, followed when they change, and nobody is let in without', async () => {
    isUp = false;
    expect(await statusOf(await other.token())).toBe(503);
    isUp = true;
    served = [other.key];
    expect(await statusOf(await other.token())).toBe(200);
    const before = asked;
    expect(await statusOf(await other.token())).toBe(200);
    expect(asked).toBe(before);
    served = [await signingKey('k2')];
    const old = await other.token();
    later(60_001);
    expect(await statusOf(old)).toBe(401);
    isUp = false;
    later(400_000);
    expect(await statusOf(await other.token())).toBe(503);
  });

  it('are fetched again for a key that is not known yet', async () => {
    isUp = true;
    later(60_001);
    expect(await statusOf(await other.token())).toBe(401);
    const key = await signingKey('k3');
    served = [key];
    later(10_001);
    const token = await tokenOf(key, { roles: ['viewer'] }, Date.parse(other.time.now));
    expect(await statusOf(token)).toBe(200);
  });
});

describe('policies', () => {
  const closure = { method: 'POST', url: `/v1/things/${THING}/closure` } as const;
  const status = async (request: { method: 'GET' | 'POST'; url: string }, ...roles: Role[]) =>
    (await sample.send(request, { roles })).statusCode;

  it('admit the role that they name and the higher ones', async () => {
    const ladder = ['viewer', 'operator', 'dispatcher', 'supervisor', 'admin'] as const;
    const answers = await Promise.all(ladder.map((role) => status(closure, role)));
    expect(answers).toEqual([403, 403, 200, 200, 200]);
  });

  it('admit a separate role only where it is named', async () => {
    const list = { method: 'GET', url: '/v1/things' } as const;
    expect(await status(closure, 'gateway')).toBe(403);
    expect(await status(list, 'gateway')).toBe(403);
    expect(await status(list, 'responder')).toBe(403);
    expect(await status(list, 'partner')).toBe(200);
  });

  it('refuse a role that nobody knows', async () => {
    const answer = await sample.send(closure, { roles: ['root'] });
    expect(answer.json()).toMatchObject({ type: '/problems/forbidden', status: 403 });
  });

  it('refuse a route that nobody thought of, even to an admin, and a test finds it', async () => {
    const url = '/v1/things/nobody/thought-of';
    expect(await status({ method: 'GET', url }, 'admin')).toBe(403);
    expect(unpolicedRoutes(sample.app)).toEqual([`GET ${url}`, `HEAD ${url}`]);
    expect(unusedPolicies(sample.app)).toEqual([]);
  });

  it.each(['/docs', '/openapi.json', '/health/live', '/metrics', '/problems/busy'])(
    'leave %s open',
    async (url) => {
      expect((await sample.app.inject({ method: 'GET', url })).statusCode).toBe(200);
    },
  );
});

describe('a caller', () => {
  const caller = (districts: Caller['districts']): Caller => ({
    ...{ subject: 'duty-7', roles: ['operator'], districts },
  });

  it('is what the token says, without roles that nobody knows', async () => {
    const answer = await sample.send(
      { method: 'POST', url: '/v1/things/echo/caller' },
      { roles: ['viewer', 'root'], districts: ['320505', 'outside'] },
    );
    expect(answer.json()).toEqual({
      ...{ subject: 'duty-7', roles: ['viewer'], districts: ['320505', 'outside'] },
    });
  });

  it('sees its own districts; an object elsewhere is not found', async () => {
    expect(mayRead(caller(new Set(['320505'])), '320505')).toBe(true);
    expect(mayRead(caller(new Set(['320505'])), 'outside')).toBe(false);
    expect(mayRead(caller('*'), 'outside')).toBe(true);
    expect(() => {
      ensureMayRead(caller(new Set()), '320505');
    }).toThrow('There is nothing here.');
    const get = { method: 'GET', url: `/v1/things/${THING}` } as const;
    expect((await sample.send(get, { districts: ['320506'] })).statusCode).toBe(404);
    expect((await sample.send(get, { districts: ['320505'] })).statusCode).toBe(200);
  });

  it('can be asked for a role', () => {
    expect(hasRole(caller('*'), 'viewer')).toBe(true);
    expect(hasRole(caller('*'), 'dispatcher', 'gateway')).toBe(false);
  });
});

describe('a rate limit', () => {
  it('holds back the subject that sends too much, and only that one', async () => {
    const limited = await sampleApp({ rateLimit: { perSecond: 1, burst: 2 } });
    const list = { method: 'GET', url: '/v1/things' } as const;
    await limited.send(list);
    await limited.send(list);
    const third = await limited.send(list);
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '1']);
    expect(third.json()).toMatchObject({ type: '/problems/too-many-requests' });
    expect((await limited.send(list, { sub: 'duty-8' })).statusCode).toBe(200);
    limited.time.now = new Date(now + 1000).toISOString();
    expect((await limited.send(list)).statusCode).toBe(200);
    await limited.app.close();
  });
});
