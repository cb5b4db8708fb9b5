import {
  runProcessor,
  type Log,
  type Processor,
  type ProcessorStatus,
  type Timing,
} from '@city/event-sourcing';
import type { CheckResult } from '@city/observability';
import type { StoreWatch } from './store-watch.js';
import type { Stores } from './stores.js';

export interface ProcessorsOptions {
  readonly processors: readonly Processor[];
  readonly stores: Pick<Stores, 'feed' | 'leadership'>;
  readonly watch: StoreWatch;
  readonly timing: Timing;
  readonly log: Log;
}

/** The processors of this process: each runs while it leads, from its checkpoint. */
export class Processors {
  private readonly stopped = new AbortController();
  private readonly statuses = new Map<string, ProcessorStatus>();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessorsOptions) {}

  /** Resolves once the stores have been recognised, or could not be within 2 s. @throws AnotherStore */
  async start(): Promise<void> {
    const { processors, stores, timing, log, watch } = this.options;
    await watch.begin();
    const { signal } = this.stopped;
    const guard = (): Promise<void> => watch.check();
    const { feed, leadership } = stores;
    const onStatus = (status: ProcessorStatus): void => {
      this.statuses.set(status.name, status);
    };
    this.running = Promise.all([
      watch.follow(signal),
      ...processors.map((processor) =>
        runProcessor({ processor, feed, leadership, timing, log, onStatus, guard }, signal),
      ),
    ]);
  }

  /** Lets batches under way end. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** down: one has stopped for good; degraded: one is failing. A standby is well. */
  health(): CheckResult {
    const states = [...this.statuses.values()].map(({ state }) => state);
    if (states.includes('stopped')) return 'down';
    return states.includes('failing') ? 'degraded' : 'ok';
  }
}
