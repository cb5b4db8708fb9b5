import { describe, expect, it } from '@jest/globals';
import { compareTimes, latestOf } from './times.js';

describe('times', () => {
  it.each([
    ['2026-11-01T10:00:00Z', '2026-11-01T10:00:00.000Z'],
    ['2026-11-01T10:00Z', '2026-11-01T10:00:00Z'],
    ['2026-11-01T10:00:00.5Z', '2026-11-01T10:00:00.500000Z'],
  ])('%s and %s are the same instant', (a, b) => {
    expect(compareTimes(a, b)).toBe(0);
  });

  it.each([
    ['2026-11-01T10:00:00Z', '2026-11-01T10:00:00.001Z'],
    ['2026-11-01T10:00Z', '2026-11-01T10:00:00.1Z'],
    ['2026-11-01T10:00:00.09Z', '2026-11-01T10:00:00.1Z'],
    ['2026-11-01T10:00:00.999Z', '2026-11-01T10:00:01Z'],
    ['2026-11-01T09:59:59.999999Z', '2026-11-01T10:00Z'],
    ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'],
  ])('%s comes before %s', (earlier, later) => {
    expect(compareTimes(earlier, later)).toBeLessThan(0);
    expect(compareTimes(later, earlier)).toBeGreaterThan(0);
  });

  it.each(['2026-11-01T10:00:00+01:00', '2026-11-01', 'soon', ''])('"%s" is none', (text) => {
    expect(() => compareTimes(text, '2026-11-01T10:00:00Z')).toThrow(RangeError);
  });

  it('give the latest as it was written, of equal ones the first', () => {
    const [noon, alsoNoon] = ['2026-11-01T12:00:00Z', '2026-11-01T12:00:00.000Z'];
    expect(latestOf('2026-11-01T10:00:00Z', noon, null, alsoNoon)).toBe(noon);
    expect(latestOf(alsoNoon, noon)).toBe(alsoNoon);
    expect(latestOf(noon, null)).toBe(noon);
  });
});
