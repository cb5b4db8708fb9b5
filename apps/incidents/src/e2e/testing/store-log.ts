import { EventStoreDBClient, jsonEvent, StreamNotFoundError } from '@eventstore/db-client';

export interface StoredEvent {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What stands in the event store, read by the official client. */
export class StoreLog {
  private readonly client: EventStoreDBClient;

  constructor(url: string) {
    this.client = EventStoreDBClient.connectionString(url);
  }

  /** The events of a stream; none when there is no such stream. */
  async events(stream: string): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    try {
      for await (const { event } of this.client.readStream(stream))
        if (event !== undefined)
          events.push({
            ...{ revision: Number(event.revision), id: event.id, type: event.type },
            data: event.data as StoredEvent['data'],
            metadata: event.metadata as StoredEvent['metadata'],
          });
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw error;
    }
    return events;
  }

  /** The names of all streams of incidents. */
  async incidentStreams(): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const { event } of this.client.readAll())
      if (event?.streamId.startsWith('incident-') === true) names.add(event.streamId);
    return names;
  }

  /** Appends an event past the service, with empty metadata. */
  async append(
    stream: string,
    type: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.client.appendToStream(stream, jsonEvent({ type, data, metadata: {} }));
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}
