import { describe, expect, it } from '@jest/globals';
import { jsonSchema202012 } from '../openapi/schemas.js';
import { NOW } from '../testing/sample-app.js';
import { Instant, occurredAtOf } from './occurred-at.js';

const EARLIEST = '1900-01-01T00:00:00.000Z';
const LATEST = '9999-12-31T23:59:59.999Z';

describe('an instant', () => {
  it.each([
    [EARLIEST, EARLIEST],
    [LATEST, LATEST],
    ['1900-01-01T08:00:00+08:00', EARLIEST],
    ['2026-03-01T16:00:00.5+08:00', '2026-03-01T08:00:00.500Z'],
  ])('%s is %s', (text, instant) => {
    expect(Instant.parse(text)).toBe(instant);
  });

  it.each([
    'yesterday',
    '2026-02-30T00:00:00Z',
    '1899-12-31T23:59:59.999Z',
    '1900-01-01T00:00:00+08:00',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-01:00',
  ])('is not %s, and one issue says so', (text) => {
    expect(Instant.safeParse(text).error?.issues).toHaveLength(1);
  });

  it('is a date-time text to the document', () => {
    const schema = jsonSchema202012(Instant, { schemaType: 'input' })?.schema;
    expect(schema).toMatchObject({ type: 'string', format: 'date-time' });
  });
});

describe('the time of what happened', () => {
  it.each(['1899-12-31T23:59:59.999Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-01:00'])(
    'is refused at %s, which cannot be kept',
    (text) => {
      expect(() => occurredAtOf(text, NOW)).toThrow(
        expect.objectContaining({
          details: expect.objectContaining({
            ...{ status: 422, errors: [{ pointer: '#/occurredAt', detail: expect.any(String) }] },
          }),
        }),
      );
    },
  );
});
