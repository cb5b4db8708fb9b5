import type { BatchLimits } from './batches.js';
import type { Log } from './log.js';
import { CannotContinue, type EventFeed, type Leadership, type Processor } from './processor.js';
import { LedProcessor, type Standing } from './led-processor.js';
import { AnotherStore } from './store-identity.js';
import type { Timing } from './timing.js';
import { NewerSchema, UnknownEventType, UnreadableEvent } from './unreadable-event.js';

const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 5_000;
const defaults: BatchLimits = { maxEvents: 1_000, maxMillis: 20 };

/** Where a processor stands, for health and metrics. */
export interface ProcessorStatus {
  readonly name: string;
  /** `waiting`: for the lead. `stopped`: for good, a person is needed (or the process ends). */
  readonly state: 'waiting' | 'catching-up' | 'live' | 'failing' | 'stopped';
  /** The checkpoint as far as this process knows it; undefined = none yet. */
  readonly position: bigint | undefined;
}

export interface ProcessorRun {
  readonly processor: Processor;
  readonly feed: EventFeed;
  readonly leadership: Leadership;
  readonly timing: Timing;
  readonly log: Log;
  readonly onStatus?: (status: ProcessorStatus) => void;
  /** Before each subscription: throws when it must not be made, CannotContinue when never again. */
  readonly guard?: () => Promise<void>;
  /** Default: 1,000 events, 20 ms. */
  readonly batch?: Partial<BatchLimits>;
}

/** Runs a processor while this process leads it: from its checkpoint, batch after batch. A lost lease or any
 *  error gives up the lead, resets the processor, backs off and starts again from the checkpoint. An event
 *  that this build cannot read, or CannotContinue, stops it for good: loudly, and without the lead.
 *  Resolves when the signal aborts or the processor has stopped; never rejects. */
export const runProcessor = async (run: ProcessorRun, signal: AbortSignal): Promise<void> => {
  const { processor, log } = run;
  let standing: Standing = { state: 'waiting', position: undefined };
  let failures = 0;
  const stand = (change: Partial<Standing>): void => {
    standing = { ...standing, ...change };
    run.onStatus?.({ name: processor.name, ...standing });
  };
  const led = new LedProcessor({ ...run, batch: { ...defaults, ...run.batch } }, stand, () => {
    failures = 0;
  });
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      await lead(run, led, signal);
      failures += 1;
    } catch (error) {
      if (isOver()) break;
      if (isFinal(error)) {
        log.error({ err: error, processor: processor.name }, 'processor stopped for good');
        break;
      }
      failures += 1;
      log.warn({ err: error, processor: processor.name, failures }, 'processor starts again');
      stand({ state: 'failing' });
    }
    await backOff(run.timing, failures, signal);
  }
  stand({ state: 'stopped' });
};

const isFinal = (error: unknown): boolean =>
  [UnknownEventType, NewerSchema, UnreadableEvent, CannotContinue, AnotherStore].some(
    (kind) => error instanceof kind,
  );

/** One lease, from getting it to giving it back. */
const lead = async (run: ProcessorRun, led: LedProcessor, signal: AbortSignal): Promise<void> => {
  const lease = await led.acquire(signal);
  try {
    await led.follow(lease, signal);
  } finally {
    await quietly(run, 'reset', () => run.processor.reset?.());
    await quietly(run, 'release', () => lease.release());
  }
};

/** What fails while a lead is given up must hide neither the first error nor stop the next try. */
const quietly = async (
  { processor, log }: ProcessorRun,
  step: string,
  action: () => Promise<void> | undefined,
): Promise<void> => {
  try {
    await action();
  } catch (error) {
    log.warn({ err: error, processor: processor.name, step }, 'processor could not tidy up');
  }
};

/** Waits, twice as long with each failure in a row; an abort ends the wait at once. */
const backOff = async (timing: Timing, failures: number, signal: AbortSignal): Promise<void> => {
  const full = Math.min(FIRST_BACK_OFF_MS * 2 ** Math.max(failures - 1, 0), LONGEST_BACK_OFF_MS);
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  await Promise.race([timing.sleep(full * (0.5 + timing.random() / 2)), aborted]);
};
