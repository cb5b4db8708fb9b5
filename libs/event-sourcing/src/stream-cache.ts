import { LRUCache } from 'lru-cache';
import type { StreamEntry } from './stream-reader.js';

/** Entries of the streams used last. An entry may lag behind the store, never run ahead of it. */
export class StreamCache<State> {
  private readonly entries: LRUCache<string, StreamEntry<State>>;

  constructor(max: number) {
    this.entries = new LRUCache({ max });
  }

  find(stream: string): StreamEntry<State> | undefined {
    return this.entries.get(stream);
  }

  /** Keeps an entry unless a later one is there: a slow read must not undo an append. */
  keep(stream: string, entry: StreamEntry<State>): void {
    const { revision } = entry.folded;
    const there = this.entries.peek(stream)?.folded.revision ?? -1n;
    if (revision > there) this.entries.set(stream, entry);
  }

  drop(stream: string): void {
    this.entries.delete(stream);
  }
}
