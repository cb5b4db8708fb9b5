import { describe, expect, it } from '@jest/globals';
import { SpooledOutput } from '@city/http';
import fc from 'fast-check';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { LineAnswer } from './line-importer.js';
import { OrderedAnswers } from './ordered-answers.js';

const problem = { type: '/problems/invalid-content', title: 'x', status: 422 };
const answerTo = (line: number): LineAnswer => {
  const outcome = (['imported', 'unchanged', 'rejected'] as const)[line % 3] ?? 'imported';
  const named = { line, externalId: String(line) };
  return outcome === 'rejected' ? { ...named, outcome, problem } : { ...named, outcome };
};

/** Lines that are answered when, and in the order in which, the test says. */
class Lines {
  private readonly settle = new Map<number, (answer: LineAnswer) => void>();

  begin(line: number): Promise<LineAnswer> {
    return new Promise((resolve) => this.settle.set(line, resolve));
  }

  finish(line: number): void {
    this.settle.get(line)?.(answerTo(line));
  }
}

const textOf = async (reader: PassThrough): Promise<string> => {
  const chunks: Buffer[] = [];
  reader.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(reader, 'end');
  return Buffer.concat(chunks).toString('utf8');
};

const expectedText = (count: number): string => {
  const answers = Array.from({ length: count }, (_, line) => answerTo(line));
  const totals = { imported: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of answers) totals[outcome] += 1;
  return [...answers, totals].map((answer) => `${JSON.stringify(answer)}\n`).join('');
};

describe('the answers of an import', () => {
  it('come in the order of the lines, whichever is done first, then the totals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 0, max: 60 })
          .chain((count) =>
            fc.tuple(
              fc.constant(count),
              fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
            ),
          ),
        async ([count, order]) => {
          const [reader, lines] = [new PassThrough(), new Lines()];
          const answers = new OrderedAnswers(new SpooledOutput(reader, 1024));
          const text = textOf(reader);
          for (let line = 0; line < count; line += 1) await answers.add(lines.begin(line));
          const ended = answers.end();
          for (const line of order) lines.finish(line);
          await ended;
          expect(await text).toBe(expectedText(count));
        },
      ),
      { numRuns: 50 },
    );
  });
  it('wait with the 64th line for the first', async () => {
    const [reader, lines] = [new PassThrough(), new Lines()];
    const answers = new OrderedAnswers(new SpooledOutput(reader, 1024 * 1024));
    for (let line = 0; line < 63; line += 1) await answers.add(lines.begin(line));
    let hasRoom = false;
    const added = answers.add(lines.begin(63)).then(() => (hasRoom = true));
    lines.finish(1);
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    lines.finish(0);
    await added;
    for (let line = 2; line < 64; line += 1) lines.finish(line);
    const text = textOf(reader);
    await answers.end();
    expect(await text).toBe(expectedText(64));
  });
  it('let go of a client who left, once what is under way has ended', async () => {
    const [reader, lines] = [new PassThrough(), new Lines()];
    const answers = new OrderedAnswers(new SpooledOutput(reader, 1024));
    await answers.add(lines.begin(0));
    reader.destroy();
    let left = false;
    const abandoned = answers.abandon().then(() => (left = true));
    await Promise.resolve();
    expect(left).toBe(false);
    lines.finish(0);
    await abandoned;
    expect(reader.readableLength).toBe(0);
  });
});
