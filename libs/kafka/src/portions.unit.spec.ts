import { describe, expect, it } from '@jest/globals';
import { portionsOf } from './portions.js';

const record = (key: string, bytes: number) => ({ key, value: Buffer.alloc(bytes), headers: {} });
const keysOf = (portions: ReturnType<typeof portionsOf>) =>
  portions.map((portion) => portion.map(({ key }) => key));

describe('records for one topic', () => {
  it('stay together and in order while a broker takes them at once', () => {
    expect(keysOf(portionsOf([record('a', 10), record('b', 10)]))).toEqual([['a', 'b']]);
    expect(portionsOf([])).toEqual([]);
  });

  it('are parted before a request grows larger than a broker takes', () => {
    const large = ['a', 'b', 'c'].map((key) => record(key, 200 * 1024));
    expect(keysOf(portionsOf(large))).toEqual([['a', 'b'], ['c']]);
  });

  it('are parted when they are many', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => record(String(index), 1));
    expect(portionsOf(many).map(({ length }) => length)).toEqual([500, 500, 1]);
  });
});
