import { CheckpointMoved } from '@city/event-sourcing';
import type { Tx } from '../connection/postgres-database.js';

/** Where a processor stands, as an operator sees it. */
export interface CheckpointEntry {
  readonly processor: string;
  readonly position: bigint;
  readonly updatedAt: Date;
}

/** The positions that processors have durably passed, in the table `checkpoint`. */
export class PostgresCheckpoints {
  constructor(private readonly database: Tx) {}

  /** undefined = the processor has never passed anything. @throws DatabaseUnavailable */
  async read(processor: string): Promise<bigint | undefined> {
    const [row] = await this.database.query<{ position: string }>(
      'select position from checkpoint where processor = $1',
      [processor],
    );
    return row === undefined ? undefined : BigInt(row.position);
  }

  /** All of them, for operators. @throws DatabaseUnavailable */
  async list(): Promise<readonly CheckpointEntry[]> {
    const rows = await this.database.query<{
      processor: string;
      position: string;
      updated_at: Date;
    }>('select processor, position, updated_at from checkpoint order by processor');
    return rows.map(({ processor, position, updated_at: updatedAt }) => ({
      ...{ processor, updatedAt },
      position: BigInt(position),
    }));
  }

  /** Compare-and-set, in the transaction of what was done up to there, or in the database alone.
   *  @throws CheckpointMoved when it does not stand at `from` */
  async advance(tx: Tx, processor: string, from: bigint | undefined, to: bigint): Promise<void> {
    const moved =
      from === undefined
        ? await tx.query(
            `insert into checkpoint (processor, position) values ($1, $2)
             on conflict (processor) do nothing returning 1`,
            [processor, String(to)],
          )
        : await tx.query(
            `update checkpoint set position = $3, updated_at = now()
             where processor = $1 and position = $2 returning 1`,
            [processor, String(from), String(to)],
          );
    if (moved.length === 0) throw new CheckpointMoved(processor);
  }

  /** Keeps the checkpoint where it is until the transaction ends. @throws CheckpointMoved when it does not
   *  stand at `at` */
  async hold(tx: Tx, processor: string, at: bigint): Promise<void> {
    const held = await tx.query(
      'select 1 from checkpoint where processor = $1 and position = $2 for update',
      [processor, String(at)],
    );
    if (held.length === 0) throw new CheckpointMoved(processor);
  }
}
