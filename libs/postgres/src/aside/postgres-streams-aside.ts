import type { Log, Replayed, StreamAside } from '@city/event-sourcing';
import type { Tx } from '../connection/postgres-database.js';

/** A stream set aside, as an operator sees it. */
export interface StreamAsideEntry extends StreamAside {
  readonly processor: string;
  readonly setAt: Date;
  /** When somebody asked that it be tried again; null = nobody has. */
  readonly retryAt: Date | null;
}

interface Row {
  readonly processor: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly error: string;
  readonly set_at: Date;
  readonly retry_at: Date | null;
}

const entryOf = (row: Row): StreamAsideEntry => ({
  ...{ processor: row.processor, stream: row.stream, error: row.error },
  revision: BigInt(row.revision),
  position: BigInt(row.position),
  setAt: row.set_at,
  retryAt: row.retry_at,
});

// What a text column cannot hold.
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD');

/** The streams that processors pass over, in the table `stream_aside`. */
export class PostgresStreamsAside {
  constructor(
    private readonly database: Tx,
    private readonly log: Log,
  ) {}

  /** The streams that a processor passes over now. @throws DatabaseUnavailable */
  async standing(processor: string, tx: Tx = this.database): Promise<readonly string[]> {
    const rows = await tx.query<{ stream: string }>(
      'select stream from stream_aside where processor = $1',
      [processor],
    );
    return rows.map(({ stream }) => stream);
  }

  /** Those that an operator wants to be tried again, the oldest event first. @throws DatabaseUnavailable */
  async asked(processor: string): Promise<readonly StreamAside[]> {
    const rows = await this.database.query<Row>(
      `select * from stream_aside where processor = $1 and retry_at is not null
       order by position`,
      [processor],
    );
    return rows.map(entryOf);
  }

  /** Notes new ones in the transaction of their batch. @throws DatabaseUnavailable */
  async record(tx: Tx, processor: string, found: readonly StreamAside[]): Promise<void> {
    for (const { stream, revision, position, error } of found) {
      await tx.query(
        `insert into stream_aside (processor, stream, revision, position, error)
         values ($1, $2, $3, $4, $5)`,
        [processor, stream, String(revision), String(position), storable(error)],
      );
      this.log.error(
        { processor, stream, revision: String(revision), reason: error },
        'stream set aside: its events wait until it is tried again',
      );
    }
  }

  /** Notes what came of a replay, in its transaction. @throws DatabaseUnavailable */
  async settle(tx: Tx, processor: string, stream: string, replayed: Replayed): Promise<void> {
    const key = [processor, stream];
    switch (replayed.outcome) {
      case 'goes-on':
        await tx.query('delete from stream_aside where processor = $1 and stream = $2', key);
        this.log.info({ processor, stream }, 'stream goes on');
        return;
      case 'more': {
        const { revision, position } = replayed.from;
        await tx.query(
          `update stream_aside set revision = $3, position = $4
           where processor = $1 and stream = $2`,
          [...key, String(revision), String(position)],
        );
        return;
      }
      case 'waits': {
        const { revision, position, error } = replayed.at;
        await tx.query(
          `update stream_aside set revision = $3, position = $4, error = $5, set_at = now(),
             retry_at = null where processor = $1 and stream = $2`,
          [...key, String(revision), String(position), storable(error)],
        );
        this.log.error({ processor, stream, reason: error }, 'stream still waits');
      }
    }
  }

  /** All of them, for operators. @throws DatabaseUnavailable */
  async list(): Promise<readonly StreamAsideEntry[]> {
    const rows = await this.database.query<Row>(
      'select * from stream_aside order by processor, position',
    );
    return rows.map(entryOf);
  }

  /** Asks the leader of a processor to try one stream again, or all of them.
   *  @returns how many it is about */
  async askToRetry(processor: string, stream?: string): Promise<number> {
    const rows = await this.database.query(
      `update stream_aside set retry_at = now()
       where processor = $1 and ($2::text is null or stream = $2) returning 1`,
      [processor, stream ?? null],
    );
    return rows.length;
  }
}
