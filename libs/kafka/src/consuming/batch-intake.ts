import type { Log } from '@city/event-sourcing';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { ArrivedRecord } from './arrived-record.js';
import type { RecordPlace } from './consumed-event.js';
import type { Assignment } from './consumer-session.js';
import type { ConsumerCounters } from './consumer-counters.js';
import { reasonOf } from './failures.js';
import { PausedPartitions } from './paused-partitions.js';
import { runsOf, type Run } from './runs.js';
import type { Settlement, Settling } from './settlement.js';

/** The part of a fetched batch that the intake works with. */
export type FetchedBatch = Pick<
  EachBatchPayload,
  'resolveOffset' | 'heartbeat' | 'pause' | 'isRunning' | 'isStale'
> & {
  readonly batch: Readonly<{
    topic: string;
    partition: number;
    messages: readonly KafkaMessage[];
  }>;
};

export interface BatchIntakeOptions {
  readonly consumer: string;
  readonly read: (message: KafkaMessage, place: RecordPlace) => ArrivedRecord;
  readonly settling: Settling;
  /** Most events that a batch handler gets at once. */
  readonly maxBatch: number;
  /** How long a partition waits when something is away. */
  readonly pauseMs: number;
  readonly heartbeatMs: number;
  /** A batch is left after this long, and its rest fetched again: other partitions of the broker wait for it. */
  readonly sliceMs: number;
  readonly counters: ConsumerCounters;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/** Takes the batches of all partitions, each by a worker of its own, record after record. An offset is resolved
 *  once its effect or its dead letter is durable, so what is committed is done. */
export class BatchIntake {
  readonly #options: BatchIntakeOptions;
  readonly #paused: PausedPartitions;

  constructor(options: BatchIntakeOptions) {
    this.#options = options;
    this.#paused = new PausedPartitions(options.pauseMs);
  }

  /** What partitions wait for, by `topic/partition`. */
  get outages(): ReadonlyMap<string, string> {
    return this.#paused.reasons;
  }

  /** Works on a batch. Throws nothing but what kafkajs throws about the membership of the group. */
  async take(fetched: FetchedBatch): Promise<void> {
    const { heartbeatMs, sliceMs, maxBatch } = this.#options;
    const until = performance.now() + sliceMs;
    // Long work keeps the membership; that it was lost shows at the heartbeat after the work.
    const beating = setInterval(() => {
      fetched.heartbeat().catch(() => undefined);
    }, heartbeatMs);
    // At least one record each time, however slow the machine is.
    let isBegun = false;
    const mayGoOn = (): boolean => {
      const isInTime = !isBegun || performance.now() < until;
      isBegun = true;
      return isInTime && fetched.isRunning() && !fetched.isStale() && !this.#isStopping;
    };
    try {
      for (const run of runsOf(this.#records(fetched.batch), maxBatch)) {
        if (!mayGoOn() || !(await this.#worksOff(run, fetched, mayGoOn))) return;
      }
    } finally {
      clearInterval(beating);
    }
  }

  /** This member has these partitions now, and no others. */
  assign(assignment: Assignment): void {
    this.#paused.keepOnly((topic, partition) => assignment[topic]?.includes(partition) === true);
  }

  /** Lets no timer run on. */
  close(): void {
    this.#paused.clear();
  }

  get #isStopping(): boolean {
    return this.#options.stopping.aborted;
  }

  *#records({ topic, partition, messages }: FetchedBatch['batch']): Generator<ArrivedRecord> {
    for (const message of messages) {
      yield this.#options.read(message, { topic, partition, offset: message.offset });
    }
  }

  /** Whether the records behind the run may come next. */
  async #worksOff(run: Run, fetched: FetchedBatch, mayGoOn: () => boolean): Promise<boolean> {
    const settlement = await this.#options.settling.settle(run);
    if (settlement.outcome !== 'split') return this.#concludes(run, settlement, fetched);
    for (const [index, member] of run.entries()) {
      if (index > 0 && !mayGoOn()) return false;
      const alone = await this.#options.settling.settle([member]);
      if (!(await this.#concludes([member], alone, fetched))) return false;
    }
    return true;
  }

  async #concludes(run: Run, settlement: Settlement, fetched: FetchedBatch): Promise<boolean> {
    if (settlement.outcome === 'outage') this.#pause(fetched, run[0], settlement.cause);
    if (settlement.outcome !== 'settled') return false;
    const { topic, partition } = fetched.batch;
    this.#paused.end(topic, partition);
    fetched.resolveOffset((run.at(-1) ?? run[0]).place.offset);
    await fetched.heartbeat();
    return true;
  }

  #pause(fetched: FetchedBatch, record: ArrivedRecord, cause: unknown): void {
    const { log, counters, consumer } = this.#options;
    const { topic, partition } = record.place;
    const type = record.kind === 'handled' ? record.event.type : record.type;
    const isNew = this.#paused.begin(topic, partition, {
      reason: reasonOf(cause),
      resume: fetched.pause(),
    });
    counters.count('paused', { consumer, topic, type }, 1);
    if (isNew) log.warn({ err: cause, topic, partition }, 'a partition waits: something is away');
  }
}
