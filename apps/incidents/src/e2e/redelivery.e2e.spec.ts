import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import type { Client } from './testing/client.js';
import { accepted, at, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import { waitUntil } from './testing/wait-until.js';

let city: City;
let service: Service;
let supervisor: Client;

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  supervisor = await city.client(service, 'supervisor');
});

afterAll(async () => {
  await city.end();
});

const rows = (): Promise<readonly Record<string, unknown>[]> =>
  city.query('select * from incident_board_1 order by id');

const positions = async (): Promise<ReadonlyMap<unknown, bigint>> => {
  const found = await city.query('select processor, position::text as position from checkpoint');
  return new Map(found.map(({ processor, position }) => [processor, BigInt(String(position))]));
};

const arrived = (position: bigint): Promise<boolean> =>
  waitUntil('both processors have passed the position', async () => {
    const all = [...(await positions()).values()];
    return all.length === 2 && all.every((each) => each >= position);
  });

describe('events that are delivered again', () => {
  it('leave the rows as they are, and their first appearances on Kafka in order', async () => {
    const topic = await city.topicLog();
    const ids = await Promise.all(Array.from({ length: 8 }, () => reported(supervisor)));
    let last = 0n;
    for (const id of ids) {
      accepted(await supervisor.post(at(id, '/triage'), { priority: 'P1' }));
      const reply = await supervisor.post(at(id, '/priority'), { priority: 'P3', reason: 'out' });
      last = BigInt(String(reply.headers['commit-position']));
    }
    await arrived(last);
    const before = await rows();
    const published = await topic.until(String(ids.at(-1)), 'incident-priority-changed');
    await service.stop();
    await city.query('update checkpoint set position = 0');
    await service.start();
    await arrived(last);
    expect(await rows()).toEqual(before);
    const [first = ''] = ids;
    await waitUntil(
      'the events of the first incident came again',
      () => topic.of(first).length === 6,
    );
    expect(topic.of(first).map(({ data }) => data.revision)).toEqual([
      '0',
      '1',
      '2',
      '0',
      '1',
      '2',
    ]);
    const copies = new Set(topic.of(first).map(({ headers }) => headers.ce_id));
    expect(copies.size).toBe(published.length);
  });
});
