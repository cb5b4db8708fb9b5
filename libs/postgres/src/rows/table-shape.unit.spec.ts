import { describe, expect, it } from '@jest/globals';
import { keyText, loaded, recordsetOf, type TableShape } from './table-shape.js';

const table: TableShape = {
  name: 'board',
  columns: { id: 'text', day: 'integer', revision: 'bigint', at: 'timestamptz', sum: 'numeric' },
  key: ['id', 'day'],
  revision: 'revision',
};

describe('a table shape', () => {
  it('tells keys apart that read alike when joined', () => {
    expect(keyText(table, { id: 'a', day: 11 })).not.toBe(keyText(table, { id: 'a1', day: 1 }));
  });

  it('reads big integers and times as they are written', () => {
    const row = { id: 'a', day: 1, revision: '7', at: new Date(0), sum: '1.5' };
    expect(loaded(table, row)).toEqual({
      ...row,
      revision: 7n,
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('replaces what jsonb cannot hold', () => {
    const sent = recordsetOf([{ id: 'a\u0000b\ud800c', revision: 5n, text: '\u{1F692}' }]);
    expect(JSON.parse(sent)).toEqual([{ id: 'a\uFFFDb\uFFFDc', revision: '5', text: '\u{1F692}' }]);
  });
});
