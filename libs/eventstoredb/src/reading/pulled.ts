import { StreamNotFoundError, type StreamingRead } from '@eventstore/db-client';

/** The server said nothing for too long while somebody waited for it. */
export class ReadStoodStill extends Error {
  constructor(idleMs: number) {
    super(`no answer to a read within ${idleMs} ms`);
    this.name = 'ReadStoodStill';
  }
}

const ignore = (): void => undefined;

/** Ends the call on the wire as well: destroying the readable alone would leave it open. */
export const endCall = (call: { destroy(): unknown }, cancel: () => Promise<void>): void => {
  cancel().catch(ignore);
  call.destroy();
};

/** What a read gives, one item at a time and with back-pressure. Only the time in which the consumer
 *  waits counts as standing still. The call ends with the loop, however that ends. */
export async function* pulled<T>(read: StreamingRead<T>, idleMs: number): AsyncGenerator<T> {
  let waiting = false;
  let finished = false;
  const timer = setTimeout(() => {
    if (waiting) read.destroy(new ReadStoodStill(idleMs));
  }, idleMs);
  // The client may emit an error after the loop was left; without a listener it ends the process.
  read.on('error', ignore);
  // The client types its read as a Readable of anything; T is what it converts to.
  const items = (read as AsyncIterable<T>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      timer.refresh();
      waiting = true;
      const item = await items.next();
      waiting = false;
      if (item.done === true) {
        finished = true;
        return;
      }
      yield item.value;
    }
  } catch (error) {
    finished = error instanceof StreamNotFoundError;
    throw error;
  } finally {
    clearTimeout(timer);
    // A call that has ended needs no cancelling: servers close connections that reset stream after stream.
    if (!finished) endCall(read, () => read.cancel());
  }
}
