import {
  START,
  StreamDeletedError,
  StreamNotFoundError,
  type AppendResult,
} from '@eventstore/db-client';
import {
  StoreUnavailable,
  StreamGone,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type StoredEvent,
} from '@city/event-sourcing';
import { appendFailure } from './appending/append-failure.js';
import { checkedAppend, type CheckedAppend } from './appending/checked-append.js';
import type { EventStoreDbConnection } from './connection/event-store-db-connection.js';
import { pulled } from './reading/pulled.js';
import { storedEventOf } from './reading/stored-event.js';

const readFailure = (stream: string, error: unknown): Error =>
  error instanceof StreamDeletedError ? new StreamGone(stream) : new StoreUnavailable(error);

/** The store of truth on EventStoreDB. Deadlines are its own: the client has none. */
export class EventStoreDbEventStore implements EventStore {
  constructor(private readonly connection: EventStoreDbConnection) {}

  async *read(stream: string, from = 0n): AsyncGenerator<StoredEvent> {
    const { client, readIdleMs } = this.connection;
    const events = pulled(
      client.readStream(stream, { fromRevision: from === 0n ? START : from }),
      readIdleMs,
    );
    try {
      for (;;) {
        const next = await this.nextOf(stream, events);
        if (next === undefined) return;
        yield next;
      }
    } finally {
      await events.return(undefined);
    }
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const append = checkedAppend(stream, expected, events);
    let result: AppendResult;
    try {
      result = await this.withinDeadline(this.send(stream, append));
    } catch (error) {
      throw appendFailure(stream, expected, error);
    }
    // A repeat to a deleted stream is answered with success and without a position.
    if (result.position === undefined) throw new StreamGone(stream);
    return { revision: result.nextExpectedRevision, position: result.position.commit };
  }

  private async nextOf(
    stream: string,
    events: AsyncGenerator<{ event?: Parameters<typeof storedEventOf>[0] }>,
  ): Promise<StoredEvent | undefined> {
    try {
      for (;;) {
        const next = await events.next();
        if (next.done === true) return undefined;
        const { event } = next.value;
        if (event !== undefined) return storedEventOf(event);
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return undefined;
      throw readFailure(stream, error);
    }
  }

  private send(stream: string, { events, expectedRevision }: CheckedAppend): Promise<AppendResult> {
    return this.connection.client.appendToStream(stream, events, { expectedRevision });
  }

  /** The client may settle later, or never: its answer is no longer of interest then. */
  private async withinDeadline<T>(work: Promise<T>): Promise<T> {
    const { appendDeadlineMs } = this.connection;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer to an append within ${appendDeadlineMs} ms`));
      }, appendDeadlineMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
