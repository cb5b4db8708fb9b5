import type { SpooledOutput } from '@city/http';
import type { LineAnswer } from './line-importer.js';

const AT_ONCE = 64;

/** Lets many lines be worked on at once and answers them in the order in which they came. */
export class OrderedAnswers {
  private readonly underWay: Promise<LineAnswer>[] = [];
  private readonly totals = { imported: 0, unchanged: 0, rejected: 0 };

  constructor(private readonly output: SpooledOutput) {}

  /** Resolves when there is room for another line. */
  async add(answer: Promise<LineAnswer>): Promise<void> {
    this.underWay.push(answer);
    if (this.underWay.length >= AT_ONCE) await this.writeFirst();
  }

  /** Writes what is left, and the totals. */
  async end(): Promise<void> {
    while (this.underWay.length > 0) await this.writeFirst();
    await this.output.write(`${JSON.stringify(this.totals)}\n`);
    await this.output.end();
  }

  /** The client has broken off: waits for what is under way and lets go of the output. */
  async abandon(): Promise<void> {
    await Promise.all(this.underWay);
    await this.output.end();
  }

  private async writeFirst(): Promise<void> {
    const answer = await this.underWay.shift();
    if (answer === undefined) return;
    this.totals[answer.outcome] += 1;
    await this.output.write(`${JSON.stringify(answer)}\n`);
  }
}
