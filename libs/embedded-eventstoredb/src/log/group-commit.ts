import { type Disk } from './disk.js';
import { type Segment } from './segments.js';

/** Bytes to be written to one place, and how many events the log has when they are durable. */
export interface PendingWrite {
  readonly segment: Segment;
  readonly offset: number;
  readonly bytes: Buffer;
  readonly countAfter: number;
  /** Where the log ends when they are durable. */
  readonly endAfter: number;
}

/** The log takes nothing any more: its disk failed, or it is closed. */
export class LogStoppedError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'LogStoppedError';
  }
}

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const runsOf = (writes: readonly PendingWrite[]): PendingWrite[][] => {
  const runs: PendingWrite[][] = [];
  for (const write of writes) {
    const run = runs.at(-1);
    if (run?.[0]?.segment === write.segment) run.push(write);
    else runs.push([write]);
  }
  return runs;
};

/** Writes what has gathered with one write and one sync, again and again. The first failure is final. */
export class GroupCommit {
  #pending: PendingWrite[] = [];
  #waiters: Waiter[] = [];
  #running = false;
  #submitted = 0;
  #durable = 0;
  #failure: LogStoppedError | undefined;
  #pendingBytes = 0;

  /** `onDurable` is told the last write that is durable; `onFailure` the error of a write or sync, once. */
  constructor(
    private readonly disk: Disk,
    private readonly onDurable: (last: PendingWrite) => void,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** Events that are durable already, found at start. */
  startAt(count: number): void {
    this.#submitted = count;
    this.#durable = count;
  }

  /** Bytes that wait for the disk. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  submit(write: PendingWrite): void {
    this.#submitted = write.countAfter;
    this.#pendingBytes += write.bytes.length;
    this.#pending.push(write);
    if (!this.#running) this.#start();
  }

  /** Resolves when all that is submitted now is durable. Rejects when it can never be. */
  settled(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#durable === this.#submitted) return Promise.resolve();
    const count = this.#submitted;
    return new Promise((resolve, reject) => this.#waiters.push({ count, resolve, reject }));
  }

  #start(): void {
    this.#running = true;
    // Whatever arrives in the same turn shares the sync.
    setImmediate(() => {
      this.#run().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#fail(new LogStoppedError(reason, error));
      });
    });
  }

  async #run(): Promise<void> {
    while (this.#pending.length > 0) {
      const writes = this.#pending;
      this.#pending = [];
      for (const run of runsOf(writes)) await this.#commit(run);
    }
    this.#running = false;
  }

  async #commit(run: readonly PendingWrite[]): Promise<void> {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return;
    const bytes = run.length === 1 ? first.bytes : Buffer.concat(run.map((write) => write.bytes));
    // Only now: everything before it is durable, so a crash can tear the last segment alone.
    first.segment.createOnce();
    await this.disk.write(first.segment.fd, bytes, first.offset);
    await this.disk.sync(first.segment.fd);
    this.#pendingBytes -= bytes.length;
    this.#durable = last.countAfter;
    this.onDurable(last);
    const due = this.#waiters.filter((waiter) => waiter.count <= this.#durable);
    this.#waiters = this.#waiters.filter((waiter) => waiter.count > this.#durable);
    for (const waiter of due) waiter.resolve();
  }

  #fail(error: LogStoppedError): void {
    this.#failure = error;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
    this.onFailure(error);
  }
}
