import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Client } from './testing/client.js';
import { OwnStore } from './testing/own-store.js';
import { accepted, at, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import { waitUntil } from './testing/wait-until.js';

let city: City;
let service: Service;
let supervisor: Client;
let other: OwnStore;

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  supervisor = await city.client(service, 'supervisor');
  other = new OwnStore('eventstore');
});

afterAll(async () => {
  await city.end();
  await other.remove();
});

const listed = async (): Promise<readonly string[]> => {
  const { items } = accepted(await supervisor.get('/v1/incidents?limit=500')).body;
  return (items as { id: string }[]).map(({ id }) => id);
};

const aside = () => city.query('select processor, stream, revision from stream_aside order by 1');

/** Writes an event past the service that its codec cannot read. */
const poison = (id: string): Promise<void> =>
  city.storeLog().append(`incident-${id}`, 'IncidentTriaged', { priority: 7 });

describe('the processors of the service', () => {
  it('set a stream aside that holds an event nobody can read, and the others go on', async () => {
    const topic = await city.topicLog();
    const [bad, good] = [await reported(supervisor), await reported(supervisor)];
    await poison(bad);
    await waitUntil('both have set it aside', async () => (await aside()).length === 2);
    expect(await aside()).toEqual(
      ['incidents.incident-board', 'incidents.incident-publisher'].map((processor) => ({
        ...{ processor, stream: `incident-${bad}`, revision: '1' },
      })),
    );
    accepted(await supervisor.post(at(good, '/triage'), { priority: 'P1' }));
    await topic.until(good, 'incident-triaged');
    expect(await service.readiness()).toMatchObject({ code: 200, status: 'ok' });
    expect(await city.operate(['processors.js', 'list'])).toBe(0);
    expect(city.log).toContain(`incidents.incident-board  incident-${bad}@1  since`);
  });

  it('try it again when they are asked, and say when it still fails', async () => {
    expect(await city.operate(['processors.js', 'retry', 'incidents.incident-board'])).toBe(1);
    expect(city.log).toContain('0 of 1 streams go on.');
    expect(await city.operate(['processors.js', 'retry', 'incidents.none'])).toBe(1);
  });

  it('build the board anew while reports come in, with no failed read and nothing published', async () => {
    const topic = await city.topicLog();
    const before = await Promise.all(Array.from({ length: 30 }, () => reported(supervisor)));
    await waitUntil('they are listed', async () => (await listed()).length >= 30);
    await topic.until(String(before.at(-1)), 'incident-reported');
    const rebuilding = city.operate(['rebuild.js', 'incident-board']);
    const during: string[] = [];
    const done = { yet: false };
    void rebuilding.finally(() => (done.yet = true));
    while (!done.yet) {
      during.push(await reported(supervisor));
      expect((await listed()).length).toBeGreaterThanOrEqual(30);
    }
    expect(await rebuilding).toBe(0);
    expect(await city.query('select version, stale from read_model')).toEqual([
      { version: 2, stale: false },
    ]);
    const all = [...before, ...during];
    await waitUntil('all are listed', async () => {
      const found = new Set(await listed());
      return all.every((id) => found.has(id));
    });
    await topic.until(String(during.at(-1)), 'incident-reported');
    expect(all.filter((id) => topic.of(id).length !== 1)).toEqual([]);
  });
});

describe('another event store', () => {
  it('ends the service with the remedy, which lets it go on', async () => {
    await other.start();
    const url = { EVENTSTORE_URL: other.url };
    await service.stop();
    expect(await city.operate(['migrate.js'], url)).toBe(0);
    const moved = await city.service(url);
    await expect(moved.start()).rejects.toThrow('npm run processors -- adopt-store');
    expect(await city.operate(['processors.js', 'adopt-store'], url)).toBe(0);
    await moved.start();
    supervisor = await city.client(moved, 'supervisor');
    const id = await reported(supervisor);
    await waitUntil('only the new store is listed', async () => {
      const found = await listed();
      return found.length === 1 && found[0] === id;
    });
    const topic = await city.topicLog();
    await topic.until(id, 'incident-reported');
  });
});
