import type { EventRegistry } from '@city/contracts-envelope';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { DeadLetterWriter } from '../dead-letters/dead-letter-writer.js';
import type { KafkaConnection } from '../kafka-client.js';
import { recordReader } from './arrived-record.js';
import { BatchIntake, type FetchedBatch } from './batch-intake.js';
import { noCounters, type ConsumerCounters } from './consumer-counters.js';
import { ConsumerSession } from './consumer-session.js';
import { failureKinds } from './failures.js';
import {
  backoffOf,
  LONGEST_BACKOFF_MS,
  Settling,
  type DeadLetters,
  type Retries,
} from './settlement.js';

export interface CloudEventServerOptions {
  readonly connection: KafkaConnection;
  /** Consumer group; also the `dlq_consumer` of dead letters. Replicas share it, nobody else does. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Contracts of the topics: a type that none of them knows is a dead letter. */
  readonly contracts: readonly EventRegistry[];
  /** Names of errors of the app's adapters that say that something is away (`DatabaseUnavailable`). */
  readonly outages?: readonly string[];
  readonly counters?: ConsumerCounters;
  /** Default: 3 tries, 50 ms. All pauses together are 1 s at most: longer ones would hold the partition back. */
  readonly retries?: Retries;
  /** How long a partition waits when something is away, in milliseconds (1,000 by default). */
  readonly pauseMs?: number;
  /** Most events that a batch handler gets at once (500 by default). */
  readonly maxBatch?: number;
  /** A member that is silent for so long loses its partitions, in milliseconds (10,000 by default). */
  readonly sessionTimeoutMs?: number;
  /** A batch is left after so many milliseconds, and its rest fetched again (1,000 by default): the other
   *  partitions of the broker wait for it. */
  readonly sliceMs?: number;
  /** How long `close` waits for handlers, in milliseconds (20,000 by default). */
  readonly stopMs?: number;
  /** Where records are set aside; by default the dead-letter topic of their topic. */
  readonly deadLetters?: DeadLetters & { close(): Promise<void> };
}

/** How a consumer stands, for health. */
export interface ConsumerStanding {
  readonly group: string;
  /** Whether it is a member of its group. */
  readonly isJoined: boolean;
  /** What partitions wait for, by `topic/partition`. */
  readonly outages: ReadonlyMap<string, string>;
}

const defaults = {
  retries: { attempts: 3, backoffMs: 50 },
  pauseMs: 1_000,
  maxBatch: 500,
  sessionTimeoutMs: 10_000,
  sliceMs: 1_000,
  stopMs: 20_000,
};

/** Nest transport strategy: dispatches the CloudEvents of topics by type to `@EventPattern` handlers, at least
 *  once, in the order of each partition. An effect has to be idempotent; an offset is committed after it.
 *  `connectMicroservice({ strategy: new CloudEventServer(…) })`. @throws RangeError for pauses over 1 s */
export class CloudEventServer extends Server<never, never> implements CustomTransportStrategy {
  override transportId = Symbol('cloud-events');
  // Else Nest logs a failure and reports success.
  override readonly propagatesEventHandlerErrors = true;

  readonly #options: CloudEventServerOptions & typeof defaults;
  readonly #stopping = new AbortController();
  readonly #deadLetters: DeadLetters & { close(): Promise<void> };
  readonly #intake: BatchIntake;
  readonly #session: ConsumerSession;

  constructor(options: CloudEventServerOptions) {
    super();
    this.#options = { ...defaults, ...options };
    const backoff = backoffOf(this.#options.retries);
    if (backoff > LONGEST_BACKOFF_MS) {
      throw new RangeError(`retries pause ${String(backoff)} ms, and 1,000 ms are the most`);
    }
    const { connection, group } = this.#options;
    this.#deadLetters = options.deadLetters ?? new DeadLetterWriter(connection, group);
    this.#intake = this.#newIntake();
    this.#session = this.#newSession();
  }

  get standing(): ConsumerStanding {
    const { group } = this.#options;
    return { group, isJoined: this.#session.isJoined, outages: this.#intake.outages };
  }

  /** Starts in the background, also while Kafka is away. Calls back with an error when a handler waits for a
   *  type that no contract knows. */
  listen(callback: (error?: Error) => void): void {
    const { contracts } = this.#options;
    const types = [...this.messageHandlers.keys()];
    const unknown = types.filter((type) => !contracts.some((contract) => contract.has(type)));
    if (unknown.length > 0) {
      callback(new TypeError(`no contract knows ${unknown.join(', ')}`));
      return;
    }
    this.#session.start();
    callback();
  }

  /** Resolves once this member has its partitions. */
  whenJoined(): Promise<void> {
    return this.#session.whenJoined();
  }

  /** Works on a batch as kafkajs gives it. */
  take(fetched: FetchedBatch): Promise<void> {
    return this.#intake.take(fetched);
  }

  /** Lets the handlers that run end, commits and leaves the group. What waits for a retry comes again. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#session.stop(this.#options.stopMs);
    this.#intake.close();
    await this.#deadLetters.close();
  }

  on(): never {
    throw new Error('a consumer has no events; see its standing');
  }

  unwrap(): never {
    throw new Error('the client of a consumer is its own');
  }

  #newIntake(): BatchIntake {
    const { group: consumer, connection, retries, outages = [] } = this.#options;
    const { counters = noCounters, contracts, maxBatch, pauseMs, sliceMs } = this.#options;
    const stopping = this.#stopping.signal;
    const observed = { consumer, counters, log: connection.log, stopping };
    return new BatchIntake({
      ...observed,
      // Not `getHandlerByPattern`, which tries to parse each type as JSON first.
      read: recordReader(contracts, this.messageHandlers),
      settling: new Settling({
        ...observed,
        retries,
        kindOf: failureKinds(outages),
        deadLetters: this.#deadLetters,
      }),
      ...{ maxBatch, pauseMs, sliceMs, heartbeatMs: this.#heartbeatMs },
    });
  }

  get #heartbeatMs(): number {
    return Math.floor(this.#options.sessionTimeoutMs / 10);
  }

  #newSession(): ConsumerSession {
    const { connection, group, topics, sessionTimeoutMs } = this.#options;
    return new ConsumerSession({
      ...{ connection, group, topics, sessionTimeoutMs },
      heartbeatMs: this.#heartbeatMs,
      workers: 6 * topics.length,
      eachBatch: (payload) => this.take(payload),
      onAssigned: (assignment) => {
        this.#intake.assign(assignment);
      },
    });
  }
}
