import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { type StoredEvent } from '../log/event-entry.js';
import { type CallFailure } from './failures.js';
import { type OpenCall } from './open-calls.js';

export type ReadStream = ServerWritableStream<ReadReq, Buffer>;

// A reason of its own spares the making of an error with a stack for every read.
const ENDED = 'ended';

/** The answering side of a read: waits for a reader that is slower than the log. */
export class ReadReply implements OpenCall {
  readonly #ended = new AbortController();

  constructor(private readonly call: ReadStream) {
    for (const event of ['cancelled', 'error', 'close']) {
      call.on(event, () => {
        this.#ended.abort(ENDED);
      });
    }
  }

  get open(): boolean {
    return !this.#ended.signal.aborted;
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Answers a promise only when the reader has to be waited for. */
  send(message: Buffer): Promise<void> | undefined {
    if (!this.open || this.call.write(message)) return undefined;
    return this.#drained();
  }

  /** The same for a message that may have to be waited for itself. */
  sendLater(message: Buffer | Promise<Buffer>): Promise<void> | undefined {
    if (Buffer.isBuffer(message)) return this.send(message);
    return message.then((bytes) => this.send(bytes));
  }

  /** Sends the events of all pages, `count` at most, until the reader leaves. */
  async sendPages(
    pages: AsyncIterable<readonly StoredEvent[]>,
    present: (event: StoredEvent) => Buffer | Promise<Buffer>,
    count: number,
  ): Promise<void> {
    let left = count;
    for await (const page of pages) {
      for (const event of page) {
        if (!this.open || left === 0) return;
        left -= 1;
        const sent = this.sendLater(present(event));
        if (sent !== undefined) await sent;
      }
    }
  }

  end(): void {
    if (this.open) this.call.end();
    this.#ended.abort(ENDED);
  }

  fail(failure: CallFailure): void {
    if (!this.open) return;
    this.#ended.abort(ENDED);
    this.call.emit('error', failure);
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.call.off('drain', go);
        this.ended.removeEventListener('abort', go);
        resolve();
      };
      this.call.on('drain', go);
      this.ended.addEventListener('abort', go);
    });
  }
}
