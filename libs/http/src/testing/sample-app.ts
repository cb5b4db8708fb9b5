import { createLogger, ObservabilityModule } from '@city/observability';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { allow, readable, type Policies } from '../auth/policies.js';
import type { RateLimit } from '../auth/rate-limit.js';
import { HttpModule } from '../http.module.js';
import { genericProblems } from '../problems/generic-problems.js';
import { httpAdapter } from '../server/fastify.js';
import { setUpHttpApp } from '../server/http-app.js';
import { thingProblems, ThingsController } from './things.controller.js';
import {
  AUDIENCE,
  ISSUER,
  keyFile,
  signingKey,
  tokenOf,
  type KeyFile,
  type SigningKey,
} from './tokens.js';

@Module({ controllers: [ThingsController] })
class ThingsModule {}

export const FINGERPRINT_KEY = Buffer.alloc(32, 7);
export const NOW = '2026-03-01T08:00:00.000Z';

const policies: Policies = {
  ...readable('/v1/things', '/v1/things/:thingId'),
  'POST /v1/things': allow('operator', 'gateway'),
  'POST /v1/things/:thingId/closure': allow('dispatcher'),
  'POST /v1/things/import': allow('admin'),
  'POST /v1/things/echo/caller': allow('viewer', 'gateway', 'partner', 'responder'),
  'POST /v1/things/echo/origin': allow('viewer'),
};

export interface SampleApp {
  readonly app: NestFastifyApplication;
  readonly key: SigningKey;
  readonly keys: KeyFile;
  /** The time that the application goes by. */
  readonly time: { now: string };
  /** What the application logged. */
  readonly lines: readonly string[];
  token(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  send(request: InjectOptions, claims?: object): Promise<LightMyRequestResponse>;
}

const moduleOf = (jwksUrl: string, time: { now: string }, rateLimit: RateLimit | undefined) =>
  HttpModule.forRoot({
    auth: { issuer: ISSUER, audience: AUDIENCE, jwksUrl },
    ...{ policies, fingerprintKey: FINGERPRINT_KEY },
    problems: [thingProblems.ThingClosed],
    errors: { DatabaseUnavailable: genericProblems.unavailable },
    clock: { now: () => time.now },
    ids: { next: () => 'random-id' },
    ...(rateLimit && { rateLimit }),
  });

/** A small service on all conventions, with a key file of its own. */
export const sampleApp = async (
  options: Readonly<{ rateLimit?: RateLimit; jwksUrl?: string }> = {},
): Promise<SampleApp> => {
  const time = { now: NOW };
  const lines: string[] = [];
  const keys = await keyFile();
  const key = await signingKey('k1');
  await keys.write(key);
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ name: 'sample', level: 'debug', destination });
  const http = moduleOf(options.jwksUrl ?? keys.url, time, options.rateLimit);
  const testing = await Test.createTestingModule({
    imports: [ObservabilityModule.forRoot(logger), http, ThingsModule],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(httpAdapter(), {
    logger: false,
  });
  setUpHttpApp(app, { title: 'Sample' });
  await app.init();
  const token = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    tokenOf(key, { roles: ['admin'], ...claims }, Date.parse(time.now));
  const send = async (request: InjectOptions, claims?: object): Promise<LightMyRequestResponse> =>
    app.inject({
      ...request,
      headers: { authorization: `Bearer ${await token({ ...claims })}`, ...request.headers },
    });
  return { app, key, keys, time, lines, token, send };
};
