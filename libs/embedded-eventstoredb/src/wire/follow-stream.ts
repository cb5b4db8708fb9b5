import { randomUUID } from 'node:crypto';
import { type EventStore } from '../store/event-store.js';
import { pagesOf } from '../store/pages.js';
import { isYoungEnough, type ReadableStream, readableStream } from '../store/readable-stream.js';
import { encodeCaughtUp, encodeConfirmation } from './event-encoding.js';
import { type EventPresenter, eventPresenter } from './event-presenter.js';
import { streamDeleted } from './failures.js';
import { type ReadReply } from './read-reply.js';
import { type ReadRequest } from './read-request.js';

type StreamRequest = ReadRequest & { readonly stream: string };

/**
 * A subscription to one stream. Metadata hides history, never live events. On a stream that is not there,
 * caughtUp comes after its first event, as 23.10 does it; from the end it comes at once.
 */
class StreamSubscription {
  readonly #present: EventPresenter;
  /** Next revision. */
  #next: number;
  #live: boolean;

  constructor(
    private readonly reply: ReadReply,
    private readonly store: EventStore,
    private readonly request: StreamRequest,
  ) {
    const { from } = request;
    this.#present = eventPresenter(store, request);
    this.#live = from === 'end';
    if (from === 'end') this.#next = store.streamOf(request.stream)?.visible.count ?? 0;
    else this.#next = from === 'start' ? 0 : from + 1;
  }

  async run(): Promise<void> {
    const { stream } = this.request;
    if (this.store.isTombstoned(stream)) throw streamDeleted(stream);
    await this.reply.send(encodeConfirmation(randomUUID()));
    if (this.#live) await this.reply.send(encodeCaughtUp());
    while (this.reply.open) {
      const seen = this.store.published.count;
      await (this.#live ? this.#deliverLive() : this.#catchUp());
      await this.#endIfTombstoned();
      await this.store.published.beyond(seen, this.reply.ended);
    }
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const shown = readableStream(this.store, this.request.stream);
      if (shown === undefined || !this.reply.open) return;
      this.#next = Math.max(this.#next, shown.first);
      if (this.#next >= shown.end) break;
      await this.#deliver(shown);
    }
    this.#live = true;
    await this.reply.send(encodeCaughtUp());
  }

  async #deliverLive(): Promise<void> {
    const record = this.store.streamOf(this.request.stream);
    if (record === undefined || record.visible.count <= this.#next) return;
    const { ordinals, visible } = record;
    await this.#deliver({ ordinals, first: 0, end: visible.count, notBeforeMs: -Infinity });
  }

  async #deliver(stream: ReadableStream): Promise<void> {
    const { ordinals, end } = stream;
    const run = {
      from: this.#next,
      to: end,
      ordinalAt: (index: number) => ordinals[index] ?? Infinity,
    };
    for await (const page of pagesOf(this.store.log, run)) {
      for (const event of page.filter((each) => isYoungEnough(stream, each))) {
        if (!this.reply.open) return;
        const sent = this.reply.sendLater(this.#present(event));
        if (sent !== undefined) await sent;
      }
    }
    this.#next = end;
  }

  async #endIfTombstoned(): Promise<void> {
    const { stream } = this.request;
    if (!this.reply.open || !this.store.isTombstoned(stream)) return;
    const ordinal = this.store.streamOf(stream)?.visible.tombstone;
    const [event] = ordinal === undefined ? [] : await this.store.log.read([ordinal]);
    if (event !== undefined) await this.reply.send(await this.#present(event));
    throw streamDeleted(stream);
  }
}

/** Runs until the reader leaves. Throws when the stream is gone for good. */
export const followStream = (
  reply: ReadReply,
  store: EventStore,
  request: StreamRequest,
): Promise<void> => new StreamSubscription(reply, store, request).run();
