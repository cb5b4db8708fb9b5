/** What a consumer counts, by topic and type of event:
 *  `handled` effects that are done; `refused` by the domain (an outcome, also `handled`); `unhandled` types of
 *  the contract that nobody here handles; `retried` tries that failed and are made again; `dead-lettered`;
 *  `paused` because something was away. */
export type ConsumerCounter =
  'handled' | 'refused' | 'unhandled' | 'retried' | 'dead-lettered' | 'paused';

export interface ConsumerLabels {
  /** The consumer group. */
  readonly consumer: string;
  readonly topic: string;
  /** Type of the event; `unknown` where it could not be read or is not in the contract. */
  readonly type: string;
}

/** Port to metrics. Must not throw. */
export interface ConsumerCounters {
  count(counter: ConsumerCounter, labels: ConsumerLabels, by: number): void;
}

/** Counts nothing. */
export const noCounters: ConsumerCounters = { count: () => undefined };
