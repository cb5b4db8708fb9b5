import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable, isUnavailable } from './database-unavailable.js';

const coded = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('a database error', () => {
  it.each(['ECONNREFUSED', '57P01', '57P03', '08006', '08P01', '53300', '57014'])(
    'with code %s says that the database is away',
    (code) => {
      expect(isUnavailable(coded(code))).toBe(true);
    },
  );

  it.each(['23505', '42601', '22P05', '40001', '0800'])('with code %s does not', (code) => {
    expect(isUnavailable(coded(code))).toBe(false);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Connection terminated unexpectedly',
  ])('of the driver, “%s”, says that the database is away', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('that gathers refused addresses says that the database is away', () => {
    expect(isUnavailable(new AggregateError([coded('ECONNREFUSED')]))).toBe(true);
  });

  it('that is typed already stays so', () => {
    expect(isUnavailable(new DatabaseUnavailable(undefined))).toBe(true);
    expect(isUnavailable('ECONNREFUSED')).toBe(false);
  });
});
