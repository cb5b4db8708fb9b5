import type { Timing } from '@city/event-sourcing';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that only the test moves. */
export class ManualTiming implements Timing {
  private time = 0;
  private sleepers: readonly Sleeper[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.sleepers = [...this.sleepers, { until: this.time + ms, wake }];
    });
  }

  random(): number {
    return 0.5;
  }

  /** What is left of every sleep, in milliseconds. */
  get sleeps(): readonly number[] {
    return this.sleepers.map(({ until }) => until - this.time);
  }

  /** Moves the clock and wakes whose time has come. */
  advance(ms: number): void {
    this.time += ms;
    const due = this.sleepers.filter(({ until }) => until <= this.time);
    this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
    for (const { wake } of due) wake();
  }
}

/** A clock on which every sleep is over at once, and has taken its time all the same. */
export class LeapingTiming implements Timing {
  private time = 0;

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    this.time += ms;
    return Promise.resolve();
  }

  /** Never 0, so that every pause brings the deadline nearer. */
  random(): number {
    return 0.5;
  }
}
