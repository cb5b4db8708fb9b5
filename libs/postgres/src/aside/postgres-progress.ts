import type { ProcessorProgress, Replayed, StreamAside } from '@city/event-sourcing';
import type { PostgresCheckpoints } from '../checkpoint/postgres-checkpoints.js';
import type { PostgresDatabase } from '../connection/postgres-database.js';
import type { PostgresStreamsAside } from './postgres-streams-aside.js';

export interface ProgressParts {
  readonly database: Pick<PostgresDatabase, 'transaction'>;
  readonly checkpoints: PostgresCheckpoints;
  readonly asides: PostgresStreamsAside;
}

/** How far a publisher or reactor has come, in Postgres. All throw DatabaseUnavailable. */
export class PostgresProgress implements ProcessorProgress {
  constructor(
    /** `<app>.<name>`. */
    private readonly processor: string,
    private readonly parts: ProgressParts,
  ) {}

  position(): Promise<bigint | undefined> {
    return this.parts.checkpoints.read(this.processor);
  }

  aside(): Promise<readonly string[]> {
    return this.parts.asides.standing(this.processor);
  }

  asked(): Promise<readonly StreamAside[]> {
    return this.parts.asides.asked(this.processor);
  }

  advance(from: bigint | undefined, to: bigint, found: readonly StreamAside[]): Promise<void> {
    const { database, checkpoints, asides } = this.parts;
    return database.transaction(async (tx) => {
      await checkpoints.advance(tx, this.processor, from, to);
      await asides.record(tx, this.processor, found);
    });
  }

  settle(at: bigint, stream: string, replayed: Replayed): Promise<void> {
    const { database, checkpoints, asides } = this.parts;
    return database.transaction(async (tx) => {
      await checkpoints.hold(tx, this.processor, at);
      await asides.settle(tx, this.processor, stream, replayed);
    });
  }
}
