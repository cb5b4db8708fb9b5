import { type StoredEvent } from './event-entry.js';

// Strings, object and encoded copy of an event, beside its own bytes.
const OVERHEAD = 600;
const costOf = (event: StoredEvent): number =>
  OVERHEAD + 2 * (event.data.length + event.metadata.length);

/** The newest events, kept in memory up to a number of bytes. Those not durable yet are always kept. */
export class HotTail {
  #events: StoredEvent[] = [];
  #dropped = 0;
  #first = 0;
  #bytes = 0;

  constructor(private readonly budget: number) {}

  /** Begins anew after so many events that lie on disk only. */
  startAt(ordinal: number): void {
    this.#events = [];
    this.#dropped = 0;
    this.#first = ordinal;
    this.#bytes = 0;
  }

  push(event: StoredEvent): void {
    this.#events.push(event);
    this.#bytes += costOf(event);
  }

  get(ordinal: number): StoredEvent | undefined {
    return ordinal < this.#first ? undefined : this.#events[ordinal - this.#first + this.#dropped];
  }

  /** Drops the oldest events beyond the budget, as far as they are durable. */
  trim(durableCount: number): void {
    while (this.#bytes > this.budget && this.#first < durableCount) {
      const oldest = this.#events[this.#dropped];
      if (oldest === undefined) break;
      this.#bytes -= costOf(oldest);
      this.#dropped += 1;
      this.#first += 1;
    }
    // Moving the rest at every step would cost more than it frees.
    if (this.#dropped > 1024 && this.#dropped * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#dropped);
      this.#dropped = 0;
    }
  }
}
