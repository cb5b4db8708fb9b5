import type { NewEvent, StoredEvent } from '@city/event-sourcing';

/** A fresh database of the real store holds its first user event about here: positions are byte offsets. */
const FIRST_POSITION = 733n;
const RECORD_OVERHEAD = 64;

/** All events in the order of `$all`, and by stream. */
export class InMemoryLog {
  readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private nextPosition = FIRST_POSITION;

  stream(name: string): readonly StoredEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** Writes all events, one after the other, and gives the last one back. */
  write(stream: string, events: readonly NewEvent[], storedAt: string): StoredEvent {
    const before = this.streams.get(stream) ?? [];
    const stored = events.map((event, index): StoredEvent => ({
      id: event.id.toLowerCase(),
      stream,
      revision: BigInt(before.length + index),
      position: this.takePosition(event),
      type: event.type,
      // A store keeps text: what is read is never the object that was written.
      data: copyOf(event.data),
      metadata: copyOf(event.metadata),
      storedAt,
    }));
    this.streams.set(stream, [...before, ...stored]);
    this.all.push(...stored);
    const last = stored.at(-1);
    if (last === undefined) throw new Error(`${stream}: an append of no events`);
    return last;
  }

  private takePosition({ data }: NewEvent): bigint {
    const position = this.nextPosition;
    this.nextPosition += BigInt(sizeOf(data) + RECORD_OVERHEAD);
    return position;
  }
}

/** Bytes of an event's data as JSON. */
export const sizeOf = (data: unknown): number => Buffer.byteLength(JSON.stringify(data));

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
