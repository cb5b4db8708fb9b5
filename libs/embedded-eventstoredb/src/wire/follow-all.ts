import { randomUUID } from 'node:crypto';
import { type StoredEvent } from '../log/event-entry.js';
import { type EventStore } from '../store/event-store.js';
import { pagesOf } from '../store/pages.js';
import { type Checkpoint, CheckpointCounter } from './checkpoint-counter.js';
import { encodeCaughtUp, encodeCheckpoint, encodeConfirmation } from './event-encoding.js';
import { type EventPresenter, eventPresenter } from './event-presenter.js';
import { handlerThrew } from './failures.js';
import { type ReadReply } from './read-reply.js';
import { type ReadRequest } from './read-request.js';

/** Ordinal of the first event after the position. Within an event nothing begins. */
const ordinalAfter = (store: EventStore, from: ReadRequest['from']): number => {
  const count = store.published.count;
  if (from === 'start') return 0;
  if (from === 'end') return count;
  const ordinal = store.log.positions.firstAtOrAfter(from);
  if (ordinal >= count) return count;
  if (store.log.positions.at(ordinal) === from) return ordinal + 1;
  if (ordinal > 0) throw handlerThrew();
  return 0;
};

/** A subscription to all events: history and live events come from one loop over the log. */
class AllSubscription {
  readonly #present: EventPresenter;
  readonly #checkpoints: CheckpointCounter | undefined;
  /** Events up to here are not delivered, not even later ones. */
  readonly #after: number;
  #next: number;
  #live = false;

  constructor(
    private readonly reply: ReadReply,
    private readonly store: EventStore,
    private readonly request: ReadRequest,
  ) {
    const { from, checkpoints } = request;
    this.#present = eventPresenter(store, request);
    this.#next = ordinalAfter(store, from);
    this.#after = typeof from === 'number' ? from : -1;
    this.#checkpoints =
      checkpoints && new CheckpointCounter({ ...checkpoints, from: Math.max(this.#after, 0) });
  }

  async run(): Promise<void> {
    await this.reply.send(encodeConfirmation(randomUUID()));
    while (this.reply.open) {
      if (this.#next < this.store.published.count) await this.#deliver();
      else if (this.#live) await this.store.published.beyond(this.#next, this.reply.ended);
      else await this.#goLive();
    }
  }

  async #goLive(): Promise<void> {
    this.#live = true;
    this.#checkpoints?.goLive();
    await this.reply.send(encodeCaughtUp());
  }

  async #deliver(): Promise<void> {
    const to = this.store.published.count;
    const run = { from: this.#next, to, ordinalAt: (ordinal: number) => ordinal };
    for await (const page of pagesOf(this.store.log, run)) {
      for (const event of page) {
        if (!this.reply.open) return;
        const waiting = this.#look(event);
        if (waiting !== undefined) await waiting;
      }
    }
    this.#next = to;
  }

  /** Answers a promise only when something has to be waited for. */
  #look(event: StoredEvent): Promise<void> | undefined {
    const matches = event.position > this.#after && this.request.filter(event);
    const checkpoint = this.#checkpoints?.looked(event.position, matches);
    if (checkpoint !== undefined) return this.#sendBoth(matches ? event : undefined, checkpoint);
    return matches ? this.reply.sendLater(this.#present(event)) : undefined;
  }

  async #sendBoth(event: StoredEvent | undefined, checkpoint: Checkpoint): Promise<void> {
    if (event !== undefined) await this.reply.sendLater(this.#present(event));
    await this.reply.send(encodeCheckpoint(checkpoint.commit, checkpoint.prepare));
  }
}

/** Runs until the reader leaves. Throws when it cannot begin. */
export const followAll = (
  reply: ReadReply,
  store: EventStore,
  request: ReadRequest,
): Promise<void> => new AllSubscription(reply, store, request).run();
