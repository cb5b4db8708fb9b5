import { describe, expect, it } from '@jest/globals';
import { distanceMetres } from './distance.js';
import { h3Cell } from './h3-cell.js';

describe('a distance', () => {
  it('is nought between a point and itself', () => {
    const here = { longitude: 120.7, latitude: 31.3 };
    expect(distanceMetres(here, here)).toBe(0);
  });
  it('is a great circle, in metres', () => {
    const quarter = distanceMetres({ longitude: 0, latitude: 0 }, { longitude: 90, latitude: 0 });
    expect(quarter).toBeCloseTo((6_371_008.8 * Math.PI) / 2, 0);
  });
});

describe('an H3 cell', () => {
  it('is that of the point at the resolution', () => {
    expect(h3Cell(-122.0553238, 37.3615593, 7)).toBe('87283472bffffff');
  });
  it('of a finer resolution is another', () => {
    expect(h3Cell(120.7213, 31.3264, 9)).toMatch(/^89[0-9a-f]{13}$/);
  });
  it('is none for a point that is none', () => {
    expect(() => h3Cell(NaN, 31.3264, 9)).toThrow();
  });
});
