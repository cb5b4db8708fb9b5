import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PostgresDatabase } from '@city/postgres';
import { serviceDatabase } from '../../testing/board-database.js';
import { expectProblem } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import { IncidentCount, IncidentList, ReportedIncidentView } from './incident.responses.js';

const park = { longitude: 120.7213, latitude: 31.3264 };
const report = (more: object = {}) => ({
  ...{ type: 'structure-fire', summary: '三楼冒烟', location: park, source: { channel: 'phone' } },
  ...more,
});

describe('the list of incidents over HTTP', () => {
  let database: PostgresDatabase;
  let service: TestApp;
  /** Ids in the order of the reports. */
  const ids: string[] = [];
  let position: string;
  let receipt: ReturnType<typeof ReportedIncidentView.parse>;

  beforeAll(async () => {
    database = await serviceDatabase();
    service = await testApp(database);
    const reports = [
      report({ priority: 'P2', reporter: { name: 'Li Wei' } }),
      report({ type: 'gas-leak', priority: 'P1', summary: 'Smell of gas' }),
      report({ priority: 'P3', location: { longitude: 2.35, latitude: 48.85 } }),
      report({ priority: 'P2', summary: '100%' }),
    ];
    for (const [minute, body] of reports.entries()) {
      service.time.now = `2026-03-01T10:0${String(minute)}:00.000Z`;
      const answer = await service.post('/v1/incidents', body);
      expect(answer.statusCode).toBe(201);
      position = String(answer.headers['commit-position']);
      ids.push(answer.json<{ id: string }>().id);
      // The next report looks for duplicates among those that the board has.
      await service.get('/v1/incidents', { headers: { 'read-after': position } });
      receipt = ReportedIncidentView.parse(answer.json());
    }
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    service.get(path, { headers });
  const list = async (query = '') =>
    IncidentList.parse((await get(`/v1/incidents${query}`)).json());
  const numbers = async (query: string) =>
    (await list(query)).items.map(({ id }) => ids.indexOf(id));

  it('shows what was just reported to who says what he has seen', async () => {
    const answer = await get('/v1/incidents', { 'read-after': position });
    const { items, nextCursor } = IncidentList.parse(answer.json());
    expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(nextCursor).toBeNull();
    expect(BigInt(String(answer.headers['read-model-position']))).toBeGreaterThanOrEqual(
      BigInt(position),
    );
    expect(answer.body).not.toMatch(/Li Wei|sealed|reporter/i);
  });
  it('answers with what there is when the board does not get so far', async () => {
    const answer = await get('/v1/incidents?limit=1', { 'read-after': '99999999' });
    expect(answer.statusCode).toBe(200);
    expectProblem(await get('/v1/incidents', { 'read-after': 'x' }), 400, 'malformed-request');
  });
  it.each([
    ['?status=reported,triaged&sort=openedAt', [0, 1, 2, 3]],
    ['?priority=P1,P3', [2, 1]],
    ['?type=gas-leak', [1]],
    ['?category=fire&sort=openedAt', [0, 2, 3]],
    ['?district=outside', [2]],
    ['?bbox=120,31,121,32&sort=openedAt', [0, 1, 3]],
    ['?openedFrom=2026-03-01T10:01:00Z&openedTo=2026-03-01T10:03:00Z', [2, 1]],
    [`?q=${encodeURIComponent('冒烟')}`, [2, 0]],
    ['?q=0%25', [3]],
    ['?overdue=true', []],
    ['?overdue=false&limit=1', [3]],
    ['?sort=-priority,openedAt', [1, 0, 3, 2]],
    ['?sort=-priority,-openedAt', [1, 3, 0, 2]],
    ['?sort=priority,-updatedAt', [2, 3, 0, 1]],
  ])('GET %s', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
    if (query.includes('sort') || query.includes('limit')) return;
    const count = IncidentCount.parse((await get(`/v1/incidents/count${query}`)).json());
    expect(count).toEqual({ count: expected.length });
  });
  it('comes page by page, and a cursor fits its own filters alone', async () => {
    const first = await list('?limit=2&sort=-priority,openedAt');
    const cursor = String(first.nextCursor);
    const second = await list(`?limit=2&sort=-priority,openedAt&cursor=${cursor}`);
    const shown = [...first.items, ...second.items].map(({ id }) => ids.indexOf(id));
    expect([shown, second.nextCursor]).toEqual([[1, 0, 3, 2], null]);
    for (const query of ['', '&sort=openedAt', '&sort=-priority,openedAt&status=reported'])
      expectProblem(await get(`/v1/incidents?cursor=${cursor}${query}`), 400, 'malformed-request');
  });
  it.each([
    ...['status=lost', 'priority=P9', 'bbox=1,2,3', 'q=x', 'overdue=maybe', 'sort=colour'],
    ...['sort=priority,-priority', 'limit=0', 'limit=501', 'colour=red', 'openedFrom=yesterday'],
    ...['category=dragons', 'cursor=x', 'status='],
  ])('takes no ?%s', async (query) => {
    expectProblem(await get(`/v1/incidents?${query}`), 400, 'malformed-request');
  });
  it('is GeoJSON for who asks for it', async () => {
    const answer = await get('/v1/incidents?limit=1&sort=openedAt', {
      accept: 'application/geo+json',
    });
    expect(answer.headers['content-type']).toBe('application/geo+json');
    const [item] = (await list('?limit=1&sort=openedAt')).items;
    const { location: _, ...properties } = item ?? { location: null };
    expect(answer.json()).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          ...{ type: 'Feature', id: ids[0], properties },
          geometry: { type: 'Point', coordinates: [park.longitude, park.latitude] },
        },
      ],
      nextCursor: expect.any(String),
    });
  });
  it('leaves out what lies in other districts', async () => {
    const as = { roles: ['viewer'], districts: ['outside'] };
    const seen = IncidentList.parse((await service.get('/v1/incidents', { as })).json());
    expect(seen.items.map(({ id }) => ids.indexOf(id))).toEqual([2]);
    const counted = await service.get('/v1/incidents/count', { as });
    expect(counted.json()).toEqual({ count: 1 });
    const hidden = await service.get('/v1/incidents?district=320576', { as });
    expect(hidden.json()).toEqual({ items: [], nextCursor: null });
  });
  it('helps the next report: open ones of its category near by, nearest first', () => {
    expect(receipt.possibleDuplicates).toEqual([
      expect.objectContaining({ id: ids[0], distanceMetres: 0, status: 'reported' }),
    ]);
  });
  it('names no duplicate to who may not read it', async () => {
    const as = { roles: ['operator'], districts: ['320505'] };
    const answer = await service.post('/v1/incidents', report(), { as });
    expect(answer.json()).toMatchObject({ possibleDuplicates: [] });
  });
});
