import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceMetres } from './distance.js';
import { localPlane } from './local-plane.js';

const plane = localPlane([120.7, 31.4]);
const near = fc.record({
  longitude: fc.double({ min: 119.8, max: 121.6, noNaN: true }),
  latitude: fc.double({ min: 30.6, max: 32.2, noNaN: true }),
});

describe('a local plane', () => {
  it('has its centre at nought', () => {
    expect(plane.flatten([120.7, 31.4])).toEqual([0, 0]);
    expect(plane.restore([0, 0])).toEqual([120.7, 31.4]);
  });
  it('gives points back as they went', () => {
    fc.assert(
      fc.property(near, ({ longitude, latitude }) => {
        const [east, north] = plane.restore(plane.flatten([longitude, latitude]));
        expect(east).toBeCloseTo(longitude, 9);
        expect(north).toBeCloseTo(latitude, 9);
      }),
    );
  });
  it('keeps distances to one part in ten thousand', () => {
    fc.assert(
      fc.property(near, near, (one, other) => {
        const [x1, y1] = plane.flatten([one.longitude, one.latitude]);
        const [x2, y2] = plane.flatten([other.longitude, other.latitude]);
        const metres = distanceMetres(one, other);
        expect(Math.abs(Math.hypot(x1 - x2, y1 - y2) - metres)).toBeLessThan(0.01 + metres / 1e4);
      }),
    );
  });
});
