import { Busy } from './command.js';

interface Lane {
  /** Settles when everything asked for so far is done; never rejects. */
  tail: Promise<unknown>;
  /** Running and waiting. */
  size: number;
}

/** Lets the tasks of one stream run one after the other, those of different streams at the same time. */
export class CommandQueue {
  private readonly lanes = new Map<string, Lane>();

  /** @param maxWaiting how many may wait for one stream, besides the one that runs */
  constructor(private readonly maxWaiting: number) {}

  /** How many streams have something to do. */
  get busyStreams(): number {
    return this.lanes.size;
  }

  /** Runs the task in its turn; its error is the caller's alone.
   *  @throws Busy when too many wait already */
  async run<T>(stream: string, task: () => Promise<T>): Promise<T> {
    const lane = this.lanes.get(stream) ?? { tail: Promise.resolve(), size: 0 };
    if (lane.size > this.maxWaiting) throw new Busy(stream);
    this.lanes.set(stream, lane);
    lane.size += 1;
    const turn = lane.tail.then(task);
    lane.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      lane.size -= 1;
      if (lane.size === 0) this.lanes.delete(stream);
    }
  }
}
