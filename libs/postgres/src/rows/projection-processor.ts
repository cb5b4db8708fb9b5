import {
  replayedBy,
  replayOf,
  StreamSieve,
  type Batch,
  type EventStore,
  type Processor,
  type StoredEvent,
  type StreamAside,
} from '@city/event-sourcing';
import type { PostgresStreamsAside } from '../aside/postgres-streams-aside.js';
import type { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase, Tx } from '../connection/postgres-database.js';
import { applyEvents, applyOneByOne, isDataError } from './apply-events.js';
import type { ProjectedRow, Projection } from './projection.js';

export interface ProjectionParts {
  readonly database: Pick<PostgresDatabase, 'query' | 'transaction'>;
  readonly checkpoints: PostgresCheckpoints;
  readonly asides: PostgresStreamsAside;
  /** Where streams set aside are read again. */
  readonly eventStore: Pick<EventStore, 'read'>;
}

/** Asked in the transaction of every batch, before it is written. */
export type BatchGuard = (tx: Tx) => Promise<void>;

const noGuard: BatchGuard = () => Promise.resolve();

/** One projection into one table, under one checkpoint. */
export class ProjectionRun<Event, Row extends ProjectedRow> {
  constructor(
    private readonly projection: Projection<Event, Row>,
    private readonly parts: ProjectionParts,
    private readonly guard: BatchGuard = noGuard,
  ) {}

  checkpoint(): Promise<bigint | undefined> {
    return this.parts.checkpoints.read(this.projection.name);
  }

  /** Rows, checkpoint and streams set aside, in one transaction. */
  process({ events, from, to }: Batch): Promise<void> {
    const { checkpoints, asides } = this.parts;
    const { name } = this.projection;
    return this.write(events, undefined, async (tx, sieve) => {
      await asides.record(tx, name, sieve.found);
      await checkpoints.advance(tx, name, from, to);
    });
  }

  /** Replays the streams whose retry was asked for, each in a transaction. */
  async tend(at: bigint): Promise<void> {
    for (const asked of await this.parts.asides.asked(this.projection.name))
      await this.replay(asked, at);
  }

  private async replay(asked: StreamAside, at: bigint): Promise<void> {
    const { checkpoints, asides, eventStore } = this.parts;
    const { name } = this.projection;
    const { stream } = asked;
    const { events, next } = await replayOf(eventStore, asked, { until: at });
    await this.write(events, stream, async (tx, sieve) => {
      await checkpoints.hold(tx, name, at);
      await asides.settle(tx, name, stream, replayedBy(sieve, stream, next));
    });
  }

  /** At once; when the database refuses a row, all over again and one by one. */
  private async write(
    events: readonly StoredEvent[],
    replayed: string | undefined,
    conclude: (tx: Tx, sieve: StreamSieve) => Promise<void>,
  ): Promise<void> {
    const attempt = (apply: typeof applyEvents): Promise<void> =>
      this.parts.database.transaction(async (tx) => {
        await this.guard(tx);
        const sieve = await this.sieveFor(tx, events, replayed);
        if (events.length > 0) await apply(tx, this.projection, events, sieve);
        await conclude(tx, sieve);
      });
    try {
      await attempt(applyEvents);
    } catch (error) {
      if (!isDataError(error)) throw error;
      await attempt(applyOneByOne);
    }
  }

  private async sieveFor(
    tx: Tx,
    events: readonly StoredEvent[],
    replayed: string | undefined,
  ): Promise<StreamSieve> {
    const { name } = this.projection;
    const standing = events.length === 0 ? [] : await this.parts.asides.standing(name, tx);
    return new StreamSieve(
      name,
      standing.filter((stream) => stream !== replayed),
    );
  }
}

/** A projection as a processor: rows and checkpoint move in one transaction per batch. A batch that
 *  comes again changes nothing. A stream with an event that fails waits; the others go on. */
export const projectionProcessor = <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  parts: ProjectionParts,
): Processor => {
  const run = new ProjectionRun(projection, parts);
  return {
    name: projection.name,
    prefixes: projection.prefixes,
    checkpoint: () => run.checkpoint(),
    process: (batch) => run.process(batch),
    tend: (at) => run.tend(at),
  };
};
