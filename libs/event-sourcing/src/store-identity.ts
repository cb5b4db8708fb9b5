import { z } from 'zod';
import { eventId } from './event-ids.js';
import { RevisionConflict, type EventStore } from './event-store.js';

/** The stream that holds a store's id, and nothing else. */
export const STORE_STREAM = 'city-store';

const StoreNamed = z.object({ storeId: z.string().min(1) });
const remedy =
  'If this is meant, run "npm run processors -- adopt-store" and start again; else give the store that the ' +
  'database belongs to.';

/** The stores are not those that this service's database belongs to, or older: going on would skip events
 *  without a word. The message says the remedy. */
export class AnotherStore extends Error {
  constructor(reason: string) {
    super(`${reason}. ${remedy}`);
    this.name = 'AnotherStore';
  }
}

/** What the database remembers of the stores. */
export interface KnownStore {
  readonly storeId: string;
  /** Highest position seen. */
  readonly head: bigint;
  readonly kafkaClusterId: string | undefined;
}

/** What the stores say now. */
export interface FoundStore {
  /** undefined = the store was never given one. */
  readonly storeId: string | undefined;
  /** Position of the last event; undefined = the store is empty. */
  readonly head: bigint | undefined;
  /** undefined = Kafka did not answer. */
  readonly kafkaClusterId: string | undefined;
}

/** The id of a store; undefined = it was never given one. @throws StoreUnavailable */
export const storeIdOf = async (store: Pick<EventStore, 'read'>): Promise<string | undefined> => {
  for await (const { data } of store.read(STORE_STREAM)) return StoreNamed.parse(data).storeId;
  return undefined;
};

/** Gives the store an id unless it has one. `now` RFC 3339 UTC.
 *  @returns the id that it has now
 *  @throws StoreUnavailable, OutcomeUnknown */
export const nameStore = async (
  store: EventStore,
  storeId: string,
  now: string,
): Promise<string> => {
  const metadata = {
    ...{ commandId: storeId, commandFingerprint: null, correlationId: storeId, causationId: null },
    ...{ actor: { subject: 'migration', roles: [] }, schemaVersion: 1, occurredAt: now },
  };
  const id = eventId(STORE_STREAM, storeId, 0);
  const named = { id, type: 'StoreNamed', data: { storeId }, metadata };
  const found = await storeIdOf(store);
  if (found !== undefined) return found;
  try {
    await store.append(STORE_STREAM, 'no-stream', [named]);
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
  }
  return (await storeIdOf(store)) ?? storeId;
};

const isAnotherCluster = (known: string | undefined, found: string | undefined): boolean =>
  known !== undefined && found !== undefined && known !== found;

const checkId = (known: KnownStore | undefined, found: string): void => {
  if (known === undefined || known.storeId === found) return;
  throw new AnotherStore(`the event store is ${found}, the database belongs to ${known.storeId}`);
};

/** How far the store must reach: the head seen, or a checkpoint beyond it. */
const seenOf = (known: KnownStore | undefined, furthest = -1n): bigint =>
  known === undefined || furthest > known.head ? furthest : known.head;

/** Holds what was found against what is known and the furthest checkpoint.
 *  @returns what is to be remembered
 *  @throws AnotherStore */
export const recogniseStore = (
  known: KnownStore | undefined,
  { storeId, head = -1n, kafkaClusterId }: FoundStore,
  furthest: bigint | undefined,
): KnownStore => {
  if (storeId === undefined)
    throw new AnotherStore('the event store has no id: "npm run migrate" has not been run on it');
  const cluster = known?.kafkaClusterId;
  checkId(known, storeId);
  const seen = seenOf(known, furthest);
  if (head < seen)
    throw new AnotherStore(
      `the event store ends at ${String(head)}, ${String(seen)} was seen before: it is an older copy`,
    );
  if (isAnotherCluster(cluster, kafkaClusterId))
    throw new AnotherStore(
      `Kafka is cluster ${String(kafkaClusterId)}, the database belongs to ${String(cluster)}`,
    );
  return { storeId, head, kafkaClusterId: kafkaClusterId ?? cluster };
};
