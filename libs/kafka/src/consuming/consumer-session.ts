import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, EachBatchHandler } from 'kafkajs';
import { inTime } from '../in-time.js';
import { kafkaClient, type KafkaConnection } from '../kafka-client.js';

const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 5_000;

/** The partitions that a member of the group has, by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface ConsumerSessionOptions {
  readonly connection: KafkaConnection;
  readonly group: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Batches of so many partitions are worked on at once. */
  readonly workers: number;
  readonly eachBatch: EachBatchHandler;
  readonly onAssigned: (assignment: Assignment) => void;
}

/** Membership of a consumer group that outlives brokers: whatever ends it, a new consumer is made. */
export class ConsumerSession {
  readonly #options: ConsumerSessionOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #joined = false;
  #waiting: (() => void)[] = [];

  constructor(options: ConsumerSessionOptions) {
    this.#options = options;
  }

  get isJoined(): boolean {
    return this.#joined;
  }

  /** Begins in the background: brokers may be away and topics missing for a while. */
  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Resolves once this member has its partitions. */
  async whenJoined(): Promise<void> {
    if (this.#joined) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Lets handlers end, commits and leaves the group; gives up after so many milliseconds. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    await inTime(withinMs, Promise.resolve(this.#running)).catch((error: unknown) => {
      this.#options.connection.log.warn({ err: error }, 'a consumer did not stop in time');
    });
  }

  async #run(stopping: AbortSignal): Promise<void> {
    const { log } = this.#options.connection;
    const over = new Promise<void>((resolve) => {
      stopping.addEventListener('abort', () => {
        resolve();
      });
    });
    for (let backOff = FIRST_BACK_OFF_MS; !stopping.aborted;) {
      const consumer = this.#consumer();
      try {
        await Promise.race([this.#consume(consumer), over]);
      } catch (error) {
        log.warn({ err: error, group: this.#options.group }, 'a consumer starts again');
      }
      if (this.#joined) backOff = FIRST_BACK_OFF_MS;
      this.#joined = false;
      await consumer.disconnect().catch((error: unknown) => {
        log.debug({ err: error }, 'closing a consumer failed');
      });
      await wait(backOff, undefined, { signal: stopping }).catch(() => undefined);
      backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS);
    }
  }

  /** Ends, with an error, when the consumer does. */
  async #consume(consumer: Consumer): Promise<void> {
    const { topics, workers, eachBatch } = this.#options;
    const { CRASH, STOP } = consumer.events;
    const ended = new Promise<void>((resolve, reject) => {
      consumer.on(CRASH, ({ payload }) => {
        reject(payload.error);
      });
      consumer.on(STOP, () => {
        resolve();
      });
    });
    ended.catch(() => undefined);
    this.#watch(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    // What is resolved is committed after each batch; nothing is resolved by kafkajs itself.
    await consumer.run({
      autoCommit: true,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: workers,
      eachBatch,
    });
    await ended;
  }

  #watch(consumer: Consumer): void {
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#options.onAssigned(payload.memberAssignment);
      this.#joined = true;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    });
    consumer.on(consumer.events.REBALANCING, () => {
      this.#joined = false;
    });
  }

  #consumer(): Consumer {
    const { connection, group, sessionTimeoutMs, heartbeatMs } = this.#options;
    return kafkaClient(connection).consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: 3 * sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      // How long a fetch without records waits, and so a partition that is to go on again.
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
  }
}
