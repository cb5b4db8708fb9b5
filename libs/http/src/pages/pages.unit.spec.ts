import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sampleApp, type SampleApp } from '../testing/sample-app.js';
import { THING } from '../testing/things.controller.js';
import { Cursors } from './cursor.js';
import { wantsGeoJson } from './geojson.js';
import { boundingBox, commaList, lonLat, pageQuery, sortBy } from './queries.js';
import { readAfterOf } from './read-after.js';

describe('a cursor', () => {
  const cursors = new Cursors(z.tuple([z.string(), z.string()]));
  const scope = { status: ['reported'], sort: ['openedAt'] };

  it('gives back the place where the page ended', () => {
    const cursor = cursors.encode(scope, ['2026', 'id']);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(cursors.decode({ sort: ['openedAt'], status: ['reported'] }, cursor)).toEqual([
      ...['2026', 'id'],
    ]);
  });

  it('is refused with other filters than its own', () => {
    const cursor = cursors.encode(scope, ['2026', 'id']);
    expect(() => cursors.decode({ ...scope, status: ['triaged'] }, cursor)).toThrow();
  });

  it.each(['', '!!', 'e30', Buffer.from('{"scope":"x","after":[1]}').toString('base64url')])(
    'that is garbage is refused: %s',
    (cursor) => {
      expect(() => cursors.decode(scope, cursor)).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ status: 400 }) }),
      );
    },
  );
});

describe('query parameters', () => {
  const page = z.strictObject(pageQuery);

  it('have 50 items by default and 500 at most', () => {
    expect(page.parse({})).toEqual({ limit: 50 });
    expect(page.parse({ limit: '500' })).toEqual({ limit: 500 });
    for (const limit of ['0', '501', '1.5', '', 'many', ['1', '2']])
      expect(page.safeParse({ limit }).success).toBe(false);
  });

  it('take several values by comma', () => {
    const list = commaList(z.enum(['a', 'b']));
    expect(list.parse('a,b')).toEqual(['a', 'b']);
    expect(list.safeParse('a,c').success).toBe(false);
    expect(list.safeParse('').success).toBe(false);
  });

  it('take an order of known fields, each once', () => {
    const sort = sortBy('priority', 'openedAt');
    expect(sort.parse('-priority,openedAt')).toEqual([
      { field: 'priority', descending: true },
      { field: 'openedAt', descending: false },
    ]);
    for (const text of ['color', 'priority,-priority', '', '--priority'])
      expect(sort.safeParse(text).success).toBe(false);
  });

  it('take a box on the earth', () => {
    expect(boundingBox.parse('120.5,31,121,31.5')).toEqual({
      ...{ west: 120.5, south: 31, east: 121, north: 31.5 },
    });
    for (const text of [
      '1,2,3',
      '1,2,3,x',
      '10,0,5,1',
      '0,10,1,5',
      '0,0,181,1',
      '0,-91,1,1',
      ',,,',
    ])
      expect(boundingBox.safeParse(text).success).toBe(false);
  });

  it('take a point, longitude first', () => {
    expect(lonLat.parse('120.7,-31')).toEqual({ longitude: 120.7, latitude: -31 });
    expect(lonLat.safeParse('31,120.7').success).toBe(false);
  });

  it('take a position to read after', () => {
    expect(readAfterOf('8151')).toBe(8151n);
    expect(readAfterOf(undefined)).toBeUndefined();
    for (const text of ['', '-1', '1.5', 'x']) expect(() => readAfterOf(text)).toThrow();
  });
});

describe('a list', () => {
  let sample: SampleApp;
  beforeAll(async () => {
    sample = await sampleApp();
  });
  afterAll(() => sample.app.close());

  const get = (query: string, headers: Record<string, string> = {}) =>
    sample.send({ method: 'GET', url: `/v1/things${query}`, headers });

  it('is a page with the cursor of the next, and says how far it has seen', async () => {
    const first = await get('?kind=a,b&limit=1', { 'read-after': '99' });
    expect(first.headers).toMatchObject({ 'read-model-position': '99', vary: 'Accept' });
    const { items, nextCursor } = first.json<{ items: unknown[]; nextCursor: string }>();
    expect(items).toHaveLength(1);
    const second = await get(`?kind=a,b&cursor=${nextCursor}`);
    expect(second.json()).toMatchObject({ nextCursor: null });
    expect((await get(`?kind=a&cursor=${nextCursor}`)).statusCode).toBe(400);
  });

  it('is GeoJSON for who asks for it', async () => {
    const answer = await get('', { accept: 'application/geo+json' });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/geo+json',
      vary: 'Accept',
    });
    expect(answer.json()).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          ...{ type: 'Feature', id: THING, properties: { id: THING, name: 'x' } },
          geometry: { type: 'Point', coordinates: [120.7, 31.3] },
        },
        { type: 'Feature', id: THING, properties: { id: THING, name: 'x' }, geometry: null },
      ],
      nextCursor: expect.any(String),
    });
  });

  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json, application/geo+json', false],
    ['application/geo+json, application/json;q=0.9', true],
    ['text/csv', false],
  ])('with Accept %s: GeoJSON %s', (accept, expected) => {
    expect(wantsGeoJson(accept)).toBe(expected);
  });
});
