import { describe, expect, it } from '@jest/globals';
import type { IHeaders } from 'kafkajs';
import { deadLetterRecord } from './dead-letter-writer.js';

const added = { dlq_cause: 'bad', dlq_source: 't/0/1' };
const key = Buffer.from('7');
const record = (valueBytes: number, headers: IHeaders) =>
  deadLetterRecord({ key, value: Buffer.alloc(valueBytes), headers }, added);

describe('the record of a dead letter', () => {
  it('is the original one with headers of its own', () => {
    const headers = { ce_id: Buffer.from('1'), twice: ['a', 'b'], dlq_cause: 'of an earlier one' };
    expect(record(2, headers)).toEqual({
      ...{ key, value: Buffer.alloc(2) },
      headers: { ...headers, ...added },
    });
  });

  it('keeps a header without a value as an empty one, since the client cannot write null', () => {
    // The types of kafkajs leave out what its decoder gives for such a header.
    const headers = { empty: null, list: ['a', null] } as unknown as IHeaders;
    expect(record(0, headers).headers).toEqual({ empty: '', list: ['a', ''], ...added });
  });

  it('leaves out its value, then its headers, rather than grow too large for a broker', () => {
    expect(record(1_048_000, { ce_id: '1' })).toEqual({
      ...{ key, value: null },
      headers: { ce_id: '1', ...added, dlq_omitted: 'value' },
    });
    expect(record(1, { large: Buffer.alloc(1_048_000) })).toEqual({
      ...{ key, value: null },
      headers: { ...added, dlq_omitted: 'value,headers' },
    });
    const large = { key: Buffer.alloc(1_048_000), value: null, headers: {} };
    expect(deadLetterRecord(large, added).key).toBeNull();
  });
});
