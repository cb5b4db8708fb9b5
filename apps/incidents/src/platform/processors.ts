import {
  runProcessor,
  type Log,
  type Processor,
  type ProcessorStatus,
  type Timing,
} from '@city/event-sourcing';
import type { CheckResult } from '@city/observability';
import type { Stores } from './stores.js';

export interface ProcessorsOptions {
  readonly processors: readonly Processor[];
  readonly stores: Stores;
  readonly timing: Timing;
  readonly log: Log;
}

/** The processors of this process: each runs while it leads, from its checkpoint. */
export class Processors {
  private readonly stopped = new AbortController();
  private readonly statuses = new Map<string, ProcessorStatus>();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessorsOptions) {}

  start(): void {
    const { processors, stores, timing, log } = this.options;
    const { feed, leadership } = stores;
    const onStatus = (status: ProcessorStatus): void => {
      this.statuses.set(status.name, status);
    };
    this.running = Promise.all(
      processors.map((processor) =>
        runProcessor({ processor, feed, leadership, timing, log, onStatus }, this.stopped.signal),
      ),
    );
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
