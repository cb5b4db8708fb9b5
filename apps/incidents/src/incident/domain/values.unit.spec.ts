import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isBefore } from './own-time.js';
import { Summary } from './values.js';

describe('a summary', () => {
  it.each(['a', '火', '😀'.repeat(200), 'two\nlines'])('takes %p', (value) => {
    expect(Summary.safeParse(value).success).toBe(true);
  });
  it.each(['', 'x'.repeat(201), '😀'.repeat(201), 'nul \u0000', 'half \ud83d'])(
    'refuses %p',
    (value) => {
      expect(Summary.safeParse(value).success).toBe(false);
    },
  );
  it('tells its limits in JSON Schema', () => {
    expect(z.toJSONSchema(Summary)).toMatchObject({ minLength: 1, maxLength: 200 });
  });
});

describe('a time', () => {
  it.each([
    ['2026-03-01T09:59:59.999Z', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.001Z'],
    ['2026-03-01T10:00:00.4Z', '2026-03-01T10:00:00.50Z'],
    ['2026-03-01T09:59Z', '2026-03-01T10:00:00Z'],
  ])('%s lies before %s', (one, other) => {
    expect([isBefore(one, other), isBefore(other, one)]).toEqual([true, false]);
  });
  it.each([
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
  ])('%s is %s', (one, other) => {
    expect([isBefore(one, other), isBefore(other, one)]).toEqual([false, false]);
  });
});
