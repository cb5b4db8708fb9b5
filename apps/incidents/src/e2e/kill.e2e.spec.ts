import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Client } from './testing/client.js';
import { accepted, at, report } from './testing/reports.js';
import type { Service } from './testing/service.js';
import type { StoredEvent, StoreLog } from './testing/store-log.js';
import { firstRevisions, type TopicLog } from './testing/topic-log.js';
import { waitUntil } from './testing/wait-until.js';

const KILLS = Number(process.env.E2E_KILLS ?? 3);
const WRITERS = 8;
/** Acknowledged commands between two kills, at least. */
const ENOUGH = 40;

let city: City;
let service: Service;
let store: StoreLog;
let topic: TopicLog;
let supervisor: Client;

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  supervisor = await city.client(service, 'supervisor');
  store = city.storeLog();
  topic = await city.topicLog();
});

afterAll(async () => {
  await city.end();
});

/** What was acknowledged: the incident, then the texts of its notes, then its triage. */
interface Written {
  readonly id: string;
  readonly notes: string[];
}

const load = { acknowledged: 0, isOver: false };

/** Sends a command with one key until it is answered, over kills and restarts. */
const insist = (path: string, body: unknown): Promise<Record<string, unknown>> => {
  const key = { 'idempotency-key': randomUUID() };
  return waitUntil(`${path} is answered`, async () => {
    const reply = await supervisor.post(path, body, key);
    if (reply.status === 503) return false;
    load.acknowledged += 1;
    return accepted(reply).body;
  });
};

const writeOne = async (): Promise<Written> => {
  const { id } = await insist('/v1/incidents', report({ priority: 'P3' }));
  const written: Written = { id: String(id), notes: [] };
  for (const text of [randomUUID(), randomUUID()]) {
    await insist(at(written.id, '/notes'), { text });
    written.notes.push(text);
  }
  await insist(at(written.id, '/triage'), { priority: 'P1' });
  return written;
};

const writer = async (): Promise<readonly Written[]> => {
  const all: Written[] = [];
  while (!load.isOver) all.push(await writeOne());
  return all;
};

const killUnderLoad = async (): Promise<void> => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = load.acknowledged;
    await waitUntil('commands are acknowledged', () => load.acknowledged >= before + ENOUGH);
    await service.kill();
    await service.start();
  }
  load.isOver = true;
};

const texts = (events: readonly StoredEvent[]): readonly unknown[] =>
  events.filter(({ type }) => type === 'IncidentNoteAdded').map(({ data }) => data.text);

const expectExactlyOnce = (events: readonly StoredEvent[], { notes }: Written): void => {
  expect(events.map(({ type }) => type)).toEqual([
    ...['IncidentReported', 'IncidentNoteAdded', 'IncidentNoteAdded', 'IncidentTriaged'],
  ]);
  expect(texts(events)).toEqual(notes);
};

const expectOnTopic = (events: readonly StoredEvent[], { id }: Written): void => {
  const records = topic.of(id);
  const published = events.filter(({ type }) => type !== 'IncidentNoteAdded');
  expect(firstRevisions(records)).toEqual(published.map(({ revision }) => String(revision)));
  expect(new Set(records.map(({ headers }) => headers.ce_id))).toEqual(
    new Set(published.map((event) => event.id)),
  );
};

/** The row of the read model beside the incident folded from its stream. */
const expectRowIsFold = async ({ id }: Written): Promise<void> => {
  const { body } = await supervisor.get(at(id));
  const [row] = await city.query('select * from incident_board_1 where id = $1', [id]);
  const { revision, status, priority, type, category, summary, updatedAt, reportedAt } = body;
  expect(row).toMatchObject({ revision, status, priority, type, category, summary });
  expect(row?.updated_at).toEqual(new Date(String(updatedAt)));
  expect(row?.opened_at).toEqual(new Date(String(reportedAt)));
};

describe('the service, killed under load', () => {
  it(
    `loses and doubles nothing over ${String(KILLS)} kills`,
    async () => {
      const writers = Promise.all(Array.from({ length: WRITERS }, writer));
      await Promise.all([writers, killUnderLoad()]);
      const all = (await writers).flat();
      expect(await store.incidentStreams()).toEqual(new Set(all.map(({ id }) => `incident-${id}`)));
      await waitUntil('everything is projected and published', async () => {
        const [row] = await city.query(
          'select count(*)::int as count from incident_board_1 where revision = 3',
        );
        // Notes are not published.
        const isOnTopic = all.every(({ id }) => firstRevisions(topic.of(id)).length === 2);
        return row?.count === all.length && isOnTopic;
      });
      for (const written of all) {
        const events = await store.events(`incident-${written.id}`);
        expectExactlyOnce(events, written);
        expectOnTopic(events, written);
        await expectRowIsFold(written);
      }
    },
    60_000 + KILLS * 20_000,
  );
});
