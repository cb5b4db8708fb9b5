import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { ndjsonLines, type NdjsonLine } from './ndjson-lines.js';
import { SpooledOutput } from './spooled-output.js';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve();
    yield bytes.subarray(start, start + size);
  }
}

const linesOf = async (bytes: Buffer, size: number, maxBytes = 64): Promise<NdjsonLine[]> => {
  const lines: NdjsonLine[] = [];
  for await (const line of ndjsonLines(chunksOf(bytes, size), maxBytes)) lines.push(line);
  return lines;
};

describe('NDJSON lines', () => {
  it('are the same whatever the chunks', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 30 }).filter((t) => !t.includes('\n'))),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          const bytes = Buffer.from(texts.join('\n'));
          expect(await linesOf(bytes, size)).toEqual(await linesOf(bytes, bytes.length + 1));
        },
      ),
    ));

  it('count blank, over-long and undecodable ones and go on behind them', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`{"a":1}\n\n${'x'.repeat(65)}\r\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from('  {"b":2}'),
    ]);
    expect(await linesOf(bytes, 7)).toEqual([
      { kind: 'text', line: 1, text: '{"a":1}' },
      { kind: 'blank', line: 2 },
      { kind: 'too-long', line: 3 },
      { kind: 'not-text', line: 4 },
      { kind: 'text', line: 5, text: '{"b":2}' },
    ]);
  });
});

describe('a spooled output', () => {
  it('takes everything before its reader reads, and gives it in order', async () => {
    const reader = new PassThrough({ highWaterMark: 1024 });
    const output = new SpooledOutput(reader, 4096);
    const texts = Array.from({ length: 20_000 }, (_, index) => `line ${String(index)}\n`);
    for (const text of texts) await output.write(text);
    const ended = output.end();
    const received: Buffer[] = [];
    for await (const chunk of reader) received.push(chunk as Buffer);
    await ended;
    expect(Buffer.concat(received).toString()).toBe(texts.join(''));
  });

  it('goes back to memory once its reader has caught up', async () => {
    const reader = new PassThrough({ highWaterMark: 16 });
    const output = new SpooledOutput(reader, 16);
    let received = '';
    reader.on('data', (chunk: Buffer) => (received += chunk.toString()));
    for (let round = 0; round < 50; round += 1) await output.write(`${'x'.repeat(round)}\n`);
    await Promise.all([output.end(), once(reader, 'end')]);
    expect(received).toBe(Array.from({ length: 50 }, (_, n) => `${'x'.repeat(n)}\n`).join(''));
  });

  it('drops what is left when its reader leaves', async () => {
    const reader = new PassThrough({ highWaterMark: 16 });
    const output = new SpooledOutput(reader, 16);
    for (let round = 0; round < 10; round += 1) await output.write('x'.repeat(100));
    reader.destroy();
    await output.end();
    expect(output.isGone).toBe(true);
  });
});
