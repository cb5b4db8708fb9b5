import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Client, Reply } from './testing/client.js';
import type { OwnStore } from './testing/own-store.js';
import { accepted, at, report, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import type { StoreLog } from './testing/store-log.js';
import { waitUntil } from './testing/wait-until.js';

/** A request that meets a frozen store is answered within this time, in milliseconds. */
const BOUND = 10_000;

let city: City;
let service: Service;
let supervisor: Client;
let store: StoreLog;
let [kafka, postgres, eventstore]: OwnStore[] = [];

const own = (each: OwnStore | undefined): OwnStore => {
  if (each === undefined) throw new Error('the city has not started');
  return each;
};

beforeAll(async () => {
  city = await City.start('kafka', 'postgres');
  [kafka, postgres, eventstore] = [
    city.store('kafka'),
    city.store('postgres'),
    city.store('eventstore'),
  ];
  service = await city.startService();
  supervisor = await city.client(service, 'supervisor');
  store = city.storeLog();
});

afterEach(async () => {
  await Promise.all([kafka, postgres, eventstore].map((each) => own(each).heal()));
  await service.becomes({ code: 200, status: 'ok' });
});

afterAll(async () => {
  await city.end();
});

const unavailable = ({ status, headers, body }: Reply) => ({
  status,
  media: headers['content-type']?.split(';')[0],
  retryAfter: headers['retry-after'],
  type: body.type,
});

const isUnavailable = {
  status: 503,
  media: 'application/problem+json',
  retryAfter: expect.stringMatching(/^[1-9]\d*$/) as unknown,
  // Where the outage is noticed while a command waits for its turn, it is busy.
  type: expect.stringMatching(/\/problems\/(unavailable|busy)$/) as unknown,
};

const isListed = async (summary: string): Promise<true> =>
  waitUntil(`${summary} is in the list`, async () => {
    const { body } = await supervisor.get(`/v1/incidents/count?q=${encodeURIComponent(summary)}`);
    return body.count === 1;
  }).then(() => true);

const reportNamed = async (summary: string): Promise<string> => reported(supervisor, { summary });

describe('while Kafka is stopped', () => {
  it('commands land and lists answer; what they recorded is published when it is back', async () => {
    await own(kafka).stop();
    await service.becomes({ code: 200, status: 'degraded', kafka: 'down', eventstore: 'ok' });
    const summary = `without kafka ${randomUUID()}`;
    const id = await reportNamed(summary);
    accepted(await supervisor.post(at(id, '/triage'), { priority: 'P1' }));
    await isListed(summary);
    await own(kafka).start();
    const topic = await city.topicLog();
    const records = await topic.until(id, 'incident-triaged');
    expect(records[0]?.headers.ce_type).toBe('city.incidents.incident-reported.v1');
  });
});

describe('while Postgres is stopped', () => {
  it('commands land and lists are 503; the projection catches up when it is back', async () => {
    const older = await reported(supervisor);
    await own(postgres).stop();
    await service.becomes({ code: 200, status: 'degraded', postgres: 'down', eventstore: 'ok' });
    const summary = `without postgres ${randomUUID()}`;
    const [key, body] = [{ 'idempotency-key': randomUUID() }, report({ summary })];
    const reply = await supervisor.post('/v1/incidents', body, key);
    expect(reply.status).toBe(201);
    expect(reply.body.possibleDuplicates).toBeNull();
    const repeated = await supervisor.post('/v1/incidents', body, key);
    expect([repeated.status, repeated.body]).toEqual([201, reply.body]);
    const other = await supervisor.post('/v1/incidents', report(), key);
    expect(other.status).toBe(422);
    const withReporter = report({ reporter: { name: 'Li Wei' } });
    expect(unavailable(await supervisor.post('/v1/incidents', withReporter))).toEqual(
      isUnavailable,
    );
    expect((await supervisor.post(at(older, '/notes'), { text: 'landed' })).status).toBe(200);
    expect((await supervisor.get(at(older))).body).toMatchObject({ noteCount: 1 });
    for (const path of ['/v1/incidents', '/v1/incidents/count'])
      expect(unavailable(await supervisor.get(path))).toEqual(isUnavailable);
    await own(postgres).start();
    await isListed(summary);
    const list = await supervisor.get(`/v1/incidents?q=${encodeURIComponent(summary)}`);
    expect(list.body.items).toMatchObject([{ id: reply.body.id, revision: '0' }]);
  });
});

describe('while Postgres and Kafka are stopped', () => {
  it('a service starts, is ready and degraded, takes commands, and recovers with them', async () => {
    await Promise.all([own(postgres).stop(), own(kafka).stop()]);
    const late = await city.startService();
    expect(await late.readiness()).toMatchObject({
      ...{ code: 200, status: 'degraded' },
      checks: { eventstore: 'ok', postgres: 'down', kafka: 'down' },
    });
    const client = await city.client(late, 'supervisor');
    const summary = `started without ${randomUUID()}`;
    const id = await reported(client, { summary });
    await Promise.all([own(postgres).start(), own(kafka).start()]);
    await late.becomes({ code: 200, status: 'ok' });
    await isListed(summary);
    const topic = await city.topicLog();
    expect(await topic.until(id, 'incident-reported')).toHaveLength(1);
    await late.stop();
  });
});

/** What a client sends while the store is away, and once more, with the same keys, when it is back. */
const attempts = (id: string) => {
  const [report1, triage, note] = [randomUUID(), randomUUID(), randomUUID()];
  const body = report({ summary: `while away ${randomUUID()}` });
  return {
    report: () => supervisor.post('/v1/incidents', body, { 'idempotency-key': report1 }),
    triage: () =>
      supervisor.post(at(id, '/triage'), { priority: 'P1' }, { 'idempotency-key': triage }),
    note: () => supervisor.post(at(id, '/notes'), { text: 'x' }, { 'idempotency-key': note }),
    read: () => supervisor.get(at(id)),
  };
};

const outages = [
  {
    title: 'stopped',
    leave: () => own(eventstore).stop(),
    comeBack: () => own(eventstore).start(),
  },
  {
    title: 'frozen',
    leave: () => {
      own(eventstore).freeze();
      return Promise.resolve();
    },
    comeBack: () => {
      own(eventstore).thaw();
      return Promise.resolve();
    },
  },
];

describe.each(outages)('while the event store is $title', ({ title, leave, comeBack }) => {
  it('everything that needs it is 503 in bounded time, lists answer, and all is well after', async () => {
    const summary = `before ${title} ${randomUUID()}`;
    const id = await reportNamed(summary);
    const cold = await reported(supervisor);
    await isListed(summary);
    await leave();
    const tries = attempts(id);
    const began = Date.now();
    const replies = await Promise.all([
      ...[tries.report(), tries.triage(), tries.note(), tries.read()],
      ...[supervisor.get(at(cold)), supervisor.get(at(cold, '/timeline'))],
    ]);
    expect(Date.now() - began).toBeLessThan(BOUND);
    for (const reply of replies) expect(unavailable(reply)).toEqual(isUnavailable);
    expect((await supervisor.get('/v1/incidents?limit=1')).status).toBe(200);
    await service.becomes({ code: 503, status: 'down', eventstore: 'down', postgres: 'ok' });
    await comeBack();
    await service.becomes({ code: 200, status: 'ok' });
    // Each either landed as a whole or not at all: the same key settles which, and records one event.
    const receipt = accepted(await tries.report());
    accepted(await tries.triage());
    accepted(await tries.note());
    const events = await store.events(`incident-${id}`);
    expect(events.map(({ type }) => type).sort()).toEqual([
      ...['IncidentNoteAdded', 'IncidentReported', 'IncidentTriaged'],
    ]);
    expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(await store.events(`incident-${String(receipt.body.id)}`)).toHaveLength(1);
    await isListed(String(receipt.body.summary));
  });
});
