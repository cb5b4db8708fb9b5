import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { createHttpApp } from './http-app.js';
import { RouteTable } from './route-table.js';
import { createLogger, ObservabilityModule } from '@city/observability';
import { HttpModule } from '../http.module.js';
import { FINGERPRINT_KEY, sampleApp, type SampleApp } from '../testing/sample-app.js';
import { keyFile } from '../testing/tokens.js';

describe('a route table', () => {
  const routes = new RouteTable();
  routes.add(['GET', 'HEAD'], '/v1/things');
  routes.add('POST', '/v1/things');
  routes.add('GET', '/v1/things/:id');
  routes.add('GET', '/docs/*');

  it.each([
    ['/v1/things', ['GET', 'HEAD', 'OPTIONS', 'POST']],
    ['/v1/things/7', ['GET', 'OPTIONS']],
    ['/docs/a/b.css', ['GET', 'OPTIONS']],
    ['/v1/things/7/x', []],
    ['/v1.things', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(routes.methodsOf(path)).toEqual(methods);
  });
});

describe('a service on a socket', () => {
  let sample: SampleApp;
  let url: string;
  beforeAll(async () => {
    sample = await sampleApp();
    await sample.app.listen(0, '127.0.0.1');
    url = await sample.app.getUrl();
  });
  afterAll(() => sample.app.close());

  it('answers 413 so that the sender of a large body gets to read it', async () => {
    const headers = {
      authorization: `Bearer ${await sample.token()}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ name: 'x'.repeat(8 * 1024 * 1024) });
    const answer = await fetch(`${url}/v1/things`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([
      413,
      expect.objectContaining({ type: '/problems/payload-too-large' }),
    ]);
  });

  it('answers bytes that are no HTTP with a problem', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('BREW coffee\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"type":"/problems/malformed-request"');
  });
});

describe('createHttpApp', () => {
  it('makes a service that stands on all conventions', async () => {
    const keys = await keyFile();
    const logger = createLogger({ name: 'sample', level: 'silent' });
    class Service {
      readonly name = 'sample';
    }
    const app = await createHttpApp(
      {
        module: Service,
        imports: [
          ObservabilityModule.forRoot(logger),
          HttpModule.forRoot({
            auth: { issuer: 'city', audience: 'city-operations', jwksUrl: keys.url },
            ...{ policies: {}, fingerprintKey: FINGERPRINT_KEY },
          }),
        ],
      },
      { logger, title: 'Sample' },
    );
    await app.init();
    const answer = await app.inject({ method: 'GET', url: '/nothing' });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    await app.close();
  });
});
