import { CLOCK, httpAdapter, setUpHttpApp } from '@city/http';
import { InMemoryEventStore } from '@city/event-sourcing-testing';
import { createLogger } from '@city/observability';
import type { Tx } from '@city/postgres';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config.js';
import { documentOptions } from '../document.js';
import { REPORTER_VAULT } from '../incident/application/reporter-vault.js';
import { KeyRing } from '../personal-data/key-ring.js';
import { PostgresKeyTable } from '../personal-data/postgres-key-table.js';
import { KeyRingReporterVault } from '../personal-data/key-ring-reporter-vault.js';
import { STORES } from '../platform/platform.module.js';
import { InMemoryKeyTable } from './in-memory-key-table.js';
import { alwaysLeads, databaseAway, lightStores, nobodyLeads } from './light-stores.js';
import { tokenMint, type TokenClaims } from './tokens.js';

const nowhere = '127.0.0.1:1';
const key32 = Buffer.alloc(32, 7).toString('base64');

/** JSON, or text as it goes over the wire. */
export type Body = object | string;

/** What a request has besides its path. */
export type Request = Readonly<{
  as?: TokenClaims;
  headers?: Readonly<Record<string, string>>;
}>;

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly store: InMemoryEventStore;
  /** The keys of reporters, unless the database is real. */
  readonly keys: InMemoryKeyTable;
  /** The time that commands go by and that the store records, RFC 3339 UTC in milliseconds. */
  readonly time: { now: string };
  /** What the service logged. */
  readonly lines: readonly string[];
  tokenOf(claims?: TokenClaims): Promise<string>;
  get(path: string, request?: Request): Promise<LightMyRequestResponse>;
  post(path: string, body?: Body, request?: Request): Promise<LightMyRequestResponse>;
  send(options: InjectOptions, request?: Request): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

const configOf = (jwksUrl: string) =>
  readConfig({
    EVENTSTORE_URL: `esdb://${nowhere}?tls=false`,
    KAFKA_BROKERS: nowhere,
    POSTGRES_URL: `postgres://${nowhere}/none`,
    AUTH_JWKS_URL: jwksUrl,
    PERSONAL_DATA_KEY: key32,
    FINGERPRINT_KEY: key32,
    RATE_LIMIT_PER_SECOND: '0',
  });

type Parts = Readonly<{ jwksUrl: string; store: InMemoryEventStore; database: Tx | undefined }>;

const moduleOf = ({ jwksUrl, store, database }: Parts, lines: string[]) => {
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ name: 'spec', level: 'debug', destination });
  const stores = lightStores({
    eventStore: store,
    database: database ?? databaseAway,
    leadership: database === undefined ? nobodyLeads : alwaysLeads,
  });
  return Test.createTestingModule({ imports: [AppModule.of(configOf(jwksUrl), logger)] })
    .overrideProvider(STORES)
    .useValue(stores);
};

/** The whole service on an event store in memory. With a database its processors run; without one Postgres
 *  is away, and only the keys of reporters stand in memory. */
export const testApp = async (database?: Tx): Promise<TestApp> => {
  const time = { now: '2026-03-01T10:00:00.000Z' };
  const store = new InMemoryEventStore({ now: () => time.now });
  const keys = new InMemoryKeyTable();
  const lines: string[] = [];
  const mint = await tokenMint();
  const { jwksUrl } = mint;
  const tokenOf: TestApp['tokenOf'] = (claims) => mint.tokenOf(claims);
  const table = database === undefined ? keys : new PostgresKeyTable(database);
  const vault = new KeyRingReporterVault(new KeyRing(table, Buffer.from(key32, 'base64')));
  const testing = await moduleOf({ jwksUrl, store, database }, lines)
    .overrideProvider(CLOCK)
    .useValue({ now: () => time.now })
    .overrideProvider(REPORTER_VAULT)
    .useValue(vault)
    .compile();
  const options = { logger: false } as const;
  const app = testing.createNestApplication<NestFastifyApplication>(httpAdapter(), options);
  setUpHttpApp(app, documentOptions);
  await app.init();
  const send: TestApp['send'] = async (injected, { as, headers } = {}) => {
    const authorization = `Bearer ${await tokenOf(as)}`;
    return app.inject({ ...injected, headers: { authorization, ...headers } });
  };
  return {
    ...{ app, store, keys, time, lines, tokenOf, send },
    get: (url, request) => send({ method: 'GET', url }, request),
    post: (url, body, request) =>
      send({ method: 'POST', url, ...(body !== undefined && { payload: body }) }, request),
    close: () => app.close(),
  };
};
