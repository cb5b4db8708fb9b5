import { Batches, type BatchLimits, type Gathered } from './batches.js';
import type { EventFeed, Leadership, Lease, Processor } from './processor.js';
import type { Timing } from './timing.js';

const POSITION_SAVE_MS = 1_000;
const TEND_MS = 1_000;

export interface Standing {
  readonly state: 'waiting' | 'catching-up' | 'live' | 'failing' | 'stopped';
  readonly position: bigint | undefined;
}

type Parts = Readonly<{
  processor: Processor;
  feed: EventFeed;
  leadership: Leadership;
  timing: Timing;
  batch: BatchLimits;
  guard?: () => Promise<void>;
}>;

/** A processor in the hands of the process that leads it. */
export class LedProcessor {
  private savedAt = -Infinity;
  private tending: Promise<'due'> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly stand: (change: Partial<Standing>) => void,
    /** A batch is done: the next failure is the first one again. */
    private readonly succeeded: () => void,
  ) {}

  acquire(signal: AbortSignal): Promise<Lease> {
    this.stand({ state: 'waiting' });
    return this.parts.leadership.acquire(this.parts.processor.name, signal);
  }

  /** From the checkpoint on, until the lease is lost or the signal aborts (both quietly) or something fails. */
  async follow(lease: Lease, signal: AbortSignal): Promise<void> {
    const { processor, feed, batch, timing } = this.parts;
    const left = new AbortController();
    const stop = AbortSignal.any([signal, lease.lost, left.signal]);
    const isOver = (): boolean => stop.aborted;
    if (isOver()) return;
    try {
      await this.parts.guard?.();
      let from = await processor.checkpoint();
      this.stand({ state: 'catching-up', position: from });
      const { prefixes } = processor;
      const batches = new Batches(
        feed.subscribe({ prefixes, after: from, signal: stop }),
        batch,
        timing,
      );
      for (;;) {
        const gathered = await this.next(batches, from, isOver);
        // What was gathered while the lead was lost belongs to the next leader.
        if (isOver()) return;
        if (gathered === undefined) throw new Error('the feed ended by itself');
        from = await this.take(gathered, from);
      }
    } finally {
      // Also frees a pull of the feed that is still under way.
      left.abort();
    }
  }

  /** The next batch. While it is waited for, the processor is tended. */
  private async next(
    batches: Batches,
    at: bigint | undefined,
    isOver: () => boolean,
  ): Promise<Gathered | undefined> {
    const { processor, timing } = this.parts;
    const pulled = batches.next();
    if (processor.tend === undefined || at === undefined) return pulled;
    // It may fail while the processor is tended; whoever waits for it below still gets the error.
    pulled.catch(() => undefined);
    for (;;) {
      this.tending ??= timing.sleep(TEND_MS).then(() => 'due' as const);
      const first = await Promise.race([this.tending, pulled]);
      if (first !== 'due' || isOver()) return pulled;
      this.tending = undefined;
      await processor.tend(at);
    }
  }

  private async take(
    { events, to, caughtUp }: Gathered,
    from: bigint | undefined,
  ): Promise<bigint | undefined> {
    let position = from;
    if (to !== undefined && this.isDue(events.length, to, from)) {
      await this.parts.processor.process({ events, from, to });
      position = to;
      this.succeeded();
      this.stand({ position });
    }
    if (caughtUp) {
      await this.parts.processor.caughtUp?.();
      this.succeeded();
      this.stand({ state: 'live' });
    }
    return position;
  }

  /** A bare position may be saved or passed over; a write once a second is enough. */
  private isDue(events: number, to: bigint, from: bigint | undefined): boolean {
    if (events > 0) return true;
    if (from !== undefined && to <= from) return false;
    const now = this.parts.timing.now();
    if (now - this.savedAt < POSITION_SAVE_MS) return false;
    this.savedAt = now;
    return true;
  }
}
