import {
  AnotherStore,
  recogniseStore,
  type FoundStore,
  type KnownStore,
} from '@city/event-sourcing';
import type { PostgresDatabase, Tx } from '../connection/postgres-database.js';

interface KnownRow {
  readonly store_id: string;
  readonly head: string;
  readonly kafka_cluster_id: string | null;
}

const knownIn = async (tx: Tx): Promise<KnownStore | undefined> => {
  const [row] = await tx.query<KnownRow>(
    'select store_id, head, kafka_cluster_id from known_store',
  );
  return (
    row && {
      storeId: row.store_id,
      head: BigInt(row.head),
      kafkaClusterId: row.kafka_cluster_id ?? undefined,
    }
  );
};

const furthestCheckpoint = async (tx: Tx): Promise<bigint | undefined> => {
  const [row] = await tx.query<{ position: string | null }>(
    'select max(position) as position from checkpoint',
  );
  return row?.position == null ? undefined : BigInt(row.position);
};

/** The head never goes back by this. */
const remember = (tx: Tx, { storeId, head, kafkaClusterId }: KnownStore): Promise<unknown> =>
  tx.query(
    `insert into known_store as k (store_id, head, kafka_cluster_id) values ($1, $2, $3)
     on conflict (singleton) do update set head = greatest(k.head, excluded.head),
       kafka_cluster_id = coalesce(excluded.kafka_cluster_id, k.kafka_cluster_id),
       checked_at = now()
     where k.store_id = excluded.store_id`,
    [storeId, String(head), kafkaClusterId ?? null],
  );

/** What becomes of the processors on another store. */
export interface Adoption {
  /** Publishers and reactors that go on from the head, also when they have no checkpoint yet. */
  readonly toHead: readonly string[];
  /** Processors that begin anew: what they do twice does no harm. */
  readonly fromBeginning: readonly string[];
}

/** The stores that the database belongs to, in the table `known_store`. */
export class PostgresKnownStore {
  constructor(private readonly database: Pick<PostgresDatabase, 'query' | 'transaction'>) {}

  /** Recognises the stores and remembers them. `find` is asked after the checkpoints were read: a head that
   *  is read later can only be further.
   *  @throws AnotherStore, DatabaseUnavailable, what `find` throws */
  async check(find: () => Promise<FoundStore>): Promise<void> {
    const known = await knownIn(this.database);
    const furthest = await furthestCheckpoint(this.database);
    await remember(this.database, recogniseStore(known, await find(), furthest));
  }

  /** Belongs to these stores from now on: read models are marked to be built anew beside the old rows, the
   *  other processors go where `adoption` says, nothing stands aside. Keys stay.
   *  @throws AnotherStore when the store has no id, DatabaseUnavailable */
  async adopt(
    { storeId, head = 0n, kafkaClusterId }: FoundStore,
    { toHead, fromBeginning }: Adoption,
  ): Promise<void> {
    if (storeId === undefined)
      throw new AnotherStore('the event store has no id: run "npm run migrate" first');
    await this.database.transaction(async (tx) => {
      // Before the checkpoints, as those who write batches do.
      await tx.query('select 1 from read_model for update');
      await tx.query('delete from known_store');
      await remember(tx, { storeId, head, kafkaClusterId });
      await tx.query('delete from stream_aside');
      await tx.query('update read_model set stale = true');
      await tx.query(
        `delete from checkpoint c using read_model m
         where c.processor = m.name or c.processor like m.name || '@%'`,
      );
      await tx.query('delete from checkpoint where processor = any($1)', [fromBeginning]);
      await tx.query('update checkpoint set position = $1, updated_at = now()', [String(head)]);
      await tx.query(
        `insert into checkpoint (processor, position) select name, $2 from unnest($1::text[]) name
         on conflict (processor) do nothing`,
        [toHead, String(head)],
      );
    });
  }
}
