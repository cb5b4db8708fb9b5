import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from './client.js';
import { freePort, OwnStore, type StoreKind } from './own-store.js';
import { migrate, operate, Service, type Settings } from './service.js';
import { query } from './sql.js';
import { StoreLog } from './store-log.js';
import { issuerIn, type Claims, type Issuer } from './tokens.js';
import { TopicLog } from './topic-log.js';

const variables = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  eventstore: 'EVENTSTORE_URL',
} as const satisfies Record<StoreKind, string>;

const given = (kind: StoreKind): string => {
  const url = process.env[variables[kind]];
  if (url === undefined) throw new Error(`${variables[kind]} is not set`);
  return url;
};

const key = (): string => randomBytes(32).toString('base64');

interface Parts {
  readonly own: ReadonlyMap<StoreKind, OwnStore>;
  readonly folder: string;
  readonly issuer: Issuer;
  readonly settings: Settings;
}

/** A database of its own on the server of the run, so that specs do not meet. */
const databaseUrl = async (server: string): Promise<string> => {
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

/** The stores, the keys and the processes of one spec file. */
export class City {
  private readonly services: Service[] = [];
  private readonly opened: Readonly<{ close: () => Promise<void> }>[] = [];

  private constructor(private readonly parts: Parts) {}

  /** The event store is always the spec's own; the others too when they are named, else those of the run.
   *  The migration step has been taken when it resolves. */
  static async start(...kinds: readonly StoreKind[]): Promise<City> {
    const own = new Map(
      [...new Set<StoreKind>(['eventstore', ...kinds])].map((kind) => [kind, new OwnStore(kind)]),
    );
    await Promise.all([...own.values()].map((store) => store.start()));
    const urlOf = (kind: StoreKind): string => own.get(kind)?.url ?? given(kind);
    const folder = mkdtempSync(path.join(tmpdir(), 'city-e2e-'));
    const issuer = await issuerIn(folder);
    const settings = {
      EVENTSTORE_URL: urlOf('eventstore'),
      KAFKA_BROKERS: urlOf('kafka'),
      POSTGRES_URL: await databaseUrl(urlOf('postgres')),
      AUTH_JWKS_URL: issuer.jwksUrl,
      PERSONAL_DATA_KEY: key(),
      FINGERPRINT_KEY: key(),
      RATE_LIMIT_PER_SECOND: '0',
      PUBLIC_URL: 'https://city.example',
    };
    const city = new City({ own, folder, issuer, settings });
    await migrate({ ...settings, PORT: '0' }, city.logFile);
    return city;
  }

  /** What a process of the service is told, but for its port. */
  get settings(): Settings {
    return this.parts.settings;
  }

  /** What the service and its migration have logged. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** A store of the spec's own. */
  store(kind: StoreKind): OwnStore {
    const store = this.parts.own.get(kind);
    if (store === undefined) throw new Error(`${kind} is not this spec's own`);
    return store;
  }

  /** A process of the service that is not started yet. */
  async service(more: Settings = {}): Promise<Service> {
    const settings = { ...this.settings, PORT: String(await freePort()), ...more };
    const service = new Service(settings, this.logFile);
    this.services.push(service);
    return service;
  }

  async startService(more: Settings = {}): Promise<Service> {
    const service = await this.service(more);
    await service.start();
    return service;
  }

  /** Runs a program for operators, `dist/<program>`, its output in the log. @returns its exit status */
  operate(command: readonly [string, ...string[]], more: Settings = {}): Promise<number | null> {
    return operate(command, { ...this.settings, PORT: '0', ...more }, this.logFile);
  }

  async client(service: Service, role: string, claims: Claims = {}): Promise<Client> {
    return new Client(service.url, await this.token(role, claims));
  }

  token(role: string, claims: Claims = {}): Promise<string> {
    return this.parts.issuer.mint(role, claims);
  }

  /** Rows of a query in the service's database. */
  query(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    return query(this.settings.POSTGRES_URL ?? '', sql, values);
  }

  /** The event store, by the official client. */
  storeLog(): StoreLog {
    const log = new StoreLog(this.settings.EVENTSTORE_URL ?? '');
    this.opened.push(log);
    return log;
  }

  async topicLog(): Promise<TopicLog> {
    const log = await TopicLog.follow(this.settings.KAFKA_BROKERS ?? '');
    this.opened.push(log);
    return log;
  }

  /** Ends everything and removes its files. */
  async end(): Promise<void> {
    await Promise.all(this.opened.map((each) => each.close()));
    await Promise.all(this.services.map((service) => service.stop()));
    await Promise.all([...this.parts.own.values()].map((store) => store.remove()));
    rmSync(this.parts.folder, { recursive: true, force: true });
  }

  /** The file that the service and its migration log to. */
  get logFile(): string {
    return path.join(this.parts.folder, 'incidents.log');
  }
}
