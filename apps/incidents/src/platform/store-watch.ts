import { AnotherStore, type Log, type Timing } from '@city/event-sourcing';

const AGAIN_MS = 1_000;
const WELL_MS = 5_000;
const STEP_MS = 250;
const START_MS = 2_000;
const START_EVERY_MS = 100;

export interface StoreWatchOptions {
  /** @throws AnotherStore, or what says that a store is away */
  readonly check: () => Promise<void>;
  readonly timing: Timing;
  readonly log: Log;
  /** Called once, when the stores are not ours. */
  readonly end: (error: AnotherStore) => void;
}

/** Looks whether the stores are those that the database belongs to: at start, before each subscription, and
 *  again and again, so also when one of them has been away. */
export class StoreWatch {
  private checking: Promise<void> | undefined;
  private hasEnded = false;

  constructor(private readonly options: StoreWatchOptions) {}

  /** Checks once; those who ask meanwhile share the answer. @throws as `check` does */
  check(): Promise<void> {
    this.checking ??= this.ask().finally(() => (this.checking = undefined));
    return this.checking;
  }

  /** The check at start: a store that is away is waited for 2 s; then the service starts without it.
   *  @throws AnotherStore */
  async begin(): Promise<void> {
    const { timing, log } = this.options;
    const until = timing.now() + START_MS;
    for (;;) {
      try {
        await this.check();
        return;
      } catch (error) {
        if (error instanceof AnotherStore) throw error;
        if (timing.now() >= until) {
          log.warn({ err: error }, 'the stores cannot be recognised yet');
          return;
        }
      }
      await timing.sleep(START_EVERY_MS);
    }
  }

  /** Until the signal aborts or the stores are not ours. Never rejects. */
  async follow(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted || this.hasEnded;
    while (!isOver()) {
      const isWell = await this.check().then(
        () => true,
        () => false,
      );
      if (isOver()) return;
      await this.pause(isWell ? WELL_MS : AGAIN_MS, signal);
    }
  }

  /** In short steps: a timer that is left over keeps a process from ending. */
  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    const { timing } = this.options;
    const until = timing.now() + ms;
    while (!signal.aborted && timing.now() < until) await timing.sleep(STEP_MS);
  }

  private async ask(): Promise<void> {
    const { check, end } = this.options;
    try {
      await check();
    } catch (error) {
      if (error instanceof AnotherStore && !this.hasEnded) {
        this.hasEnded = true;
        end(error);
      }
      throw error;
    }
  }
}
