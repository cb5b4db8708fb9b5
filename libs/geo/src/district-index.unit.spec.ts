import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { districtIndex } from './district-index.js';
import { distanceMetres, type GeoPoint } from './distance.js';
import { type Districts } from './districts.js';
import { type Seat, suzhouSeats } from './seats.js';

const suzhou = districtIndex();

const somewhere = fc.record({
  longitude: fc.double({ min: 119.7, max: 121.9, noNaN: true }),
  latitude: fc.double({ min: 30.5, max: 32.5, noNaN: true }),
});
const byDistance = (point: GeoPoint): readonly { seat: Seat; metres: number }[] =>
  suzhouSeats
    .map((seat) => ({ seat, metres: distanceMetres(point, seat) }))
    .sort((one, other) => one.metres - other.metres);

/** Where the flat map and the corners of the circle leave no doubt. */
const doubt = 15;

describe('the dispatch areas of Suzhou', () => {
  it.each(suzhouSeats)('$name holds its own seat', ({ code, longitude, latitude }) => {
    expect(suzhou.find(longitude, latitude)).toBe(code);
  });
  it('give each point to the nearest seat within 45 km', () => {
    fc.assert(
      fc.property(somewhere, (point) => {
        const [first, second] = byDistance(point);
        if (first === undefined || second === undefined) throw new Error('ten seats expected');
        fc.pre(second.metres - first.metres > doubt && Math.abs(first.metres - 45_000) > doubt);
        const expected = first.metres < 45_000 ? first.seat.code : 'outside';
        expect(suzhou.find(point.longitude, point.latitude)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });
  it('leave no gap between neighbours', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...suzhouSeats),
        fc.constantFrom(...suzhouSeats),
        fc.double({ min: -0.4, max: 0.4, noNaN: true }),
        (one, other, aside) => {
          const point = onBorder(one, other, aside);
          fc.pre((byDistance(point)[0]?.metres ?? Infinity) < 45_000 - doubt);
          expect(suzhou.find(point.longitude, point.latitude)).not.toBe('outside');
        },
      ),
      { numRuns: 2_000 },
    );
  });
  it.each([
    ['the airport of Pudong', 121.8, 31.15],
    ['the null island', 0, 0],
    ['nowhere', NaN, NaN],
  ])('end before %s', (_, longitude, latitude) => {
    expect(suzhou.find(longitude, latitude)).toBe('outside');
  });
  it('are served as GeoJSON that says that they are approximate', () => {
    const { type, source, licence, features } = suzhou.featureCollection();
    expect([type, licence, features.length]).toEqual(['FeatureCollection', 'Apache-2.0', 10]);
    expect(source).toMatch(/not boundaries/);
    expect(features.map(({ properties }) => properties)).toEqual(
      suzhouSeats.map(({ code, name }) => ({ code, name, approximate: true })),
    );
  });
  it('are the same each time that they are computed', () => {
    expect(districtIndex().featureCollection()).toEqual(suzhou.featureCollection());
  });
  it('know their codes', () => {
    expect(['320505', 'outside', '320501'].map(suzhou.has)).toEqual([true, true, false]);
  });
  it('are found at 50,000 points a second or more', () => {
    const points = fc.sample(somewhere, { numRuns: 5_000, seed: 1 });
    const begin = performance.now();
    for (let round = 0; round < 10; round += 1) {
      for (const { longitude, latitude } of points) suzhou.find(longitude, latitude);
    }
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

/** A point on the line that halves the way between two seats. */
const onBorder = (one: Seat, other: Seat, aside: number): GeoPoint => {
  const [east, north] = [other.longitude - one.longitude, other.latitude - one.latitude];
  return {
    longitude: (one.longitude + other.longitude) / 2 - north * aside,
    latitude: (one.latitude + other.latitude) / 2 + east * aside,
  };
};

describe('an index over a city of its own', () => {
  const square = (west: number, south: number, size: number): number[][] => [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];
  const city: Districts = {
    type: 'FeatureCollection',
    source: 'a test',
    licence: 'CC0-1.0',
    features: [
      {
        type: 'Feature',
        properties: { code: 'west', name: 'West', approximate: false },
        geometry: { type: 'Polygon', coordinates: [square(0, 0, 1), square(0.4, 0.4, 0.2)] },
      },
      {
        type: 'Feature',
        properties: { code: 'east', name: 'East', approximate: false },
        geometry: { type: 'MultiPolygon', coordinates: [[square(1, 0, 1)], [square(5, 5, 1)]] },
      },
    ],
  };
  const { find } = districtIndex(city);

  it.each([
    ['a polygon', 0.1, 0.1, 'west'],
    ['one part of several', 1.5, 0.5, 'east'],
    ['another part of several', 5.5, 5.5, 'east'],
    ['a hole', 0.5, 0.5, 'outside'],
    ['the space between the parts', 3, 3, 'outside'],
  ])('finds the district in %s', (_, longitude, latitude, code) => {
    expect(find(longitude, latitude)).toBe(code);
  });
  it('gives a point on a border to the first district', () => {
    expect(find(1, 0.5)).toBe('west');
  });
});
