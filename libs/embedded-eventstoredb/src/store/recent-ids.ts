/** The newest event ids with the revision that each was last written at. As in EventStoreDB, bounded and empty after a restart. */
export class RecentIds {
  readonly #revisions = new Map<string, number>();

  constructor(private readonly capacity = 65_536) {}

  note(stream: string, id: string, revision: number): void {
    const key = `${id}${stream}`;
    this.#revisions.delete(key);
    this.#revisions.set(key, revision);
    if (this.#revisions.size <= this.capacity) return;
    const oldest = this.#revisions.keys().next();
    if (oldest.done !== true) this.#revisions.delete(oldest.value);
  }

  revisionOf(stream: string, id: string): number | undefined {
    return this.#revisions.get(`${id}${stream}`);
  }
}
