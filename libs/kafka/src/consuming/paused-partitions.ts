interface Pause {
  readonly reason: string;
  readonly resume: () => void;
}

/** Partitions that wait because something is away. One counts as waiting from its first pause until a record of
 *  it has been settled, so that an outage does not look like a row of short ones. */
export class PausedPartitions {
  readonly #pauseMs: number;
  readonly #reasons = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs;
  }

  /** By `topic/partition`. */
  get reasons(): ReadonlyMap<string, string> {
    return this.#reasons;
  }

  /** Resumes the partition after its time. Whether it did not wait before. */
  begin(topic: string, partition: number, { reason, resume }: Pause): boolean {
    const name = `${topic}/${String(partition)}`;
    const isNew = !this.#reasons.has(name);
    this.#reasons.set(name, reason);
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      resume();
    }, this.#pauseMs);
    this.#timers.set(name, timer);
    return isNew;
  }

  /** A record of the partition has been settled. */
  end(topic: string, partition: number): void {
    this.#reasons.delete(`${topic}/${String(partition)}`);
  }

  /** Forgets partitions that another member of the group has now. */
  keepOnly(isOurs: (topic: string, partition: number) => boolean): void {
    for (const name of [...this.#reasons.keys()]) {
      const [topic = '', partition] = name.split('/');
      if (!isOurs(topic, Number(partition))) this.#reasons.delete(name);
    }
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#reasons.clear();
  }
}
