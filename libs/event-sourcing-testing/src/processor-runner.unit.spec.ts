import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AnotherStore,
  CannotContinue,
  runProcessor,
  UnknownEventType,
  type Batch,
  type FeedItem,
  type Lease,
  type Processor,
  type ProcessorStatus,
} from '@city/event-sourcing';
import { someEvents } from './contract-material.js';
import { ManualTiming } from './fake-timing.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

const BATCH_TIME = 20;
/** 100 ms with the jitter of a chance of one half. */
const FIRST_BACK_OFF = 75;

let store: InMemoryEventStore;
let timing: ManualTiming;
let stop: AbortController;
let running: Promise<void>;
beforeEach(() => {
  store = new InMemoryEventStore();
  timing = new ManualTiming();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await running;
});

/** Lets everything that can go on go on, and looks again. */
const until = async (condition: () => boolean): Promise<void> => {
  for (let turns = 0; !condition(); turns += 1) {
    if (turns > 10_000) throw new Error('it did not come true');
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A processor that writes down what it is given, with a checkpoint by compare-and-set. */
class Recorder implements Processor {
  readonly name = 'test.recorder';
  readonly prefixes = ['thing-'];
  readonly batches: Batch[] = [];
  readonly leases: AbortController[] = [];
  readonly statuses: ProcessorStatus[] = [];
  resets = 0;
  released = 0;
  saved: bigint | undefined;
  failures: Error[] = [];

  checkpoint = (): Promise<bigint | undefined> => Promise.resolve(this.saved);

  process = (batch: Batch): Promise<void> => {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    expect(batch.from).toBe(this.saved);
    this.batches.push(batch);
    this.saved = batch.to;
    return Promise.resolve();
  };

  reset = (): Promise<void> => {
    this.resets += 1;
    return Promise.resolve();
  };

  acquire = (): Promise<Lease> => {
    const lost = new AbortController();
    this.leases.push(lost);
    return Promise.resolve({
      lost: lost.signal,
      release: () => {
        this.released += 1;
        return Promise.resolve();
      },
    });
  };

  get places(): string[] {
    return this.batches.flatMap(({ events }) =>
      events.map(({ stream, revision }) => `${stream}@${String(revision)}`),
    );
  }

  get state(): string | undefined {
    return this.statuses.at(-1)?.state;
  }
}

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A recorder that is also tended. */
class Tended extends Recorder {
  readonly tendedAt: bigint[] = [];
  caughtUps = 0;

  tend = (at: bigint): Promise<void> => {
    this.tendedAt.push(at);
    const failure = this.failures.shift();
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };

  caughtUp = (): Promise<void> => {
    this.caughtUps += 1;
    return Promise.resolve();
  };
}

const start = (recorder: Recorder, maxEvents = 1_000): void => {
  const onStatus = (status: ProcessorStatus) => recorder.statuses.push(status);
  running = runProcessor(
    {
      processor: recorder,
      feed: store,
      leadership: recorder,
      timing,
      log: quiet,
      onStatus,
      batch: { maxEvents },
    },
    stop.signal,
  );
};

const started = async (maxEvents?: number): Promise<Recorder> => {
  const recorder = new Recorder();
  start(recorder, maxEvents);
  await until(() => recorder.state === 'live');
  return recorder;
};

describe('a processor', () => {
  it('is given history in batches of limited size', async () => {
    await store.append('thing-1', 'no-stream', someEvents(5));
    const recorder = await started(2);
    expect(recorder.batches.map(({ events }) => events.length)).toStrictEqual([2, 2, 1]);
    expect(recorder.places).toStrictEqual([0, 1, 2, 3, 4].map((n) => `thing-1@${String(n)}`));
  });

  it('starts each batch from where the one before it ended', async () => {
    await store.append('thing-1', 'no-stream', someEvents(5));
    const { batches } = await started(2);
    expect(batches.map(({ from }) => from)).toStrictEqual([
      undefined,
      ...batches.slice(0, -1).map(({ to }) => to),
    ]);
  });

  it('is given live events once the time of the batch is up, with none lost', async () => {
    const recorder = await started();
    await store.append('thing-1', 'no-stream', someEvents(1));
    await until(() => timing.sleeps.includes(BATCH_TIME));
    await store.append('thing-1', 0n, someEvents(1));
    timing.advance(BATCH_TIME);
    await until(() => recorder.places.length === 2);
    // The pull that was under way when the time was up belongs to the next batch.
    await store.append('thing-1', 1n, someEvents(1));
    await until(() => timing.sleeps.includes(BATCH_TIME));
    timing.advance(BATCH_TIME);
    await until(() => recorder.places.length === 3);
    expect(recorder.places).toStrictEqual(['thing-1@0', 'thing-1@1', 'thing-1@2']);
  });

  it('goes on from its checkpoint', async () => {
    await store.append('thing-1', 'no-stream', someEvents(2));
    const recorder = new Recorder();
    recorder.saved = (await store.append('thing-1', 1n, someEvents(1))).position;
    await store.append('thing-1', 2n, someEvents(1));
    start(recorder);
    await until(() => recorder.state === 'live');
    expect(recorder.places).toStrictEqual(['thing-1@3']);
  });

  it('moves its checkpoint over the events of others, once a second', async () => {
    const recorder = await started();
    const { position } = await store.append('other-1', 'no-stream', someEvents(1));
    await until(() => recorder.saved === position);
    expect(recorder.batches).toStrictEqual([{ events: [], from: undefined, to: position }]);
    await store.append('other-1', 0n, someEvents(1));
    await store.append('thing-1', 'no-stream', someEvents(1));
    await until(() => timing.sleeps.includes(BATCH_TIME));
    expect(recorder.batches).toHaveLength(1);
    timing.advance(1_000);
    const later = await store.append('other-1', 1n, someEvents(1));
    await until(() => recorder.saved === later.position);
    expect(recorder.places).toStrictEqual(['thing-1@0']);
  });
});

describe('a processor that tends', () => {
  const tended = async (): Promise<Tended> => {
    await store.append('thing-1', 'no-stream', someEvents(1));
    const recorder = new Tended();
    start(recorder);
    await until(() => recorder.state === 'live' && timing.sleeps.includes(1_000));
    return recorder;
  };

  it('does so once a second, also while nothing happens, and is told that it has caught up', async () => {
    const recorder = await tended();
    expect(recorder.caughtUps).toBe(1);
    timing.advance(1_000);
    await until(() => recorder.tendedAt.length === 1 && timing.sleeps.includes(1_000));
    timing.advance(1_000);
    await until(() => recorder.tendedAt.length === 2);
    expect(recorder.tendedAt).toStrictEqual([recorder.saved, recorder.saved]);
    await store.append('thing-1', 0n, someEvents(1));
    await until(() => timing.sleeps.includes(BATCH_TIME));
    timing.advance(BATCH_TIME);
    await until(() => recorder.places.length === 2);
  });

  it('starts again from its checkpoint when that fails', async () => {
    const recorder = await tended();
    recorder.failures = [new Error('first')];
    timing.advance(1_000);
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    expect(recorder.state).toBe('failing');
    timing.advance(FIRST_BACK_OFF);
    await until(() => recorder.state === 'live');
  });
});

describe('a processor with a guard', () => {
  const guarded = (errors: Error[]): Recorder => {
    const recorder = new Recorder();
    const guard = (): Promise<void> => {
      const error = errors.shift();
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    };
    const parts = { processor: recorder, feed: store, leadership: recorder, timing, log: quiet };
    const onStatus = (status: ProcessorStatus) => recorder.statuses.push(status);
    running = runProcessor({ ...parts, onStatus, guard }, stop.signal);
    return recorder;
  };

  it('asks it before each subscription', async () => {
    const recorder = guarded([new Error('not yet')]);
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    timing.advance(FIRST_BACK_OFF);
    await until(() => recorder.state === 'live');
  });

  it('stops for good on another store', async () => {
    const recorder = guarded([new AnotherStore('the id differs')]);
    await running;
    expect([recorder.state, recorder.released]).toStrictEqual(['stopped', 1]);
  });
});

describe('a processor that fails', () => {
  it('is reset, gives up the lead, backs off and starts again from its checkpoint', async () => {
    await store.append('thing-1', 'no-stream', someEvents(3));
    const recorder = new Recorder();
    recorder.failures = [new Error('first'), new Error('second')];
    start(recorder, 2);
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    expect(recorder.state).toBe('failing');
    expect([recorder.resets, recorder.released, recorder.leases.length]).toStrictEqual([1, 1, 1]);
    timing.advance(FIRST_BACK_OFF);
    await until(() => timing.sleeps.includes(2 * FIRST_BACK_OFF));
    expect(recorder.resets).toBe(2);
    timing.advance(2 * FIRST_BACK_OFF);
    await until(() => recorder.state === 'live');
    expect(recorder.places).toStrictEqual(['thing-1@0', 'thing-1@1', 'thing-1@2']);
  });

  it('starts again when its lease is lost', async () => {
    const recorder = await started();
    recorder.leases[0]?.abort();
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    expect([recorder.resets, recorder.released]).toStrictEqual([1, 1]);
    timing.advance(FIRST_BACK_OFF);
    await until(() => recorder.leases.length === 2 && recorder.state === 'live');
    await store.append('thing-1', 'no-stream', someEvents(1));
    await until(() => timing.sleeps.includes(BATCH_TIME));
    timing.advance(BATCH_TIME);
    await until(() => recorder.places.length === 1);
  });

  it('starts again when the feed ends', async () => {
    const recorder = new Recorder();
    let feeds = 0;
    const subscribe = async function* (): AsyncGenerator<FeedItem> {
      feeds += 1;
      await Promise.resolve();
      yield { kind: 'caught-up' };
    };
    const parts = { processor: recorder, leadership: recorder, timing, log: quiet };
    running = runProcessor({ ...parts, feed: { subscribe } }, stop.signal);
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    timing.advance(FIRST_BACK_OFF);
    await until(() => feeds === 2);
  });

  const [stored] = someEvents(1).map((event) => ({
    ...event,
    stream: 'thing-1',
    revision: 0n,
    position: 1n,
    storedAt: '2026-11-01T10:00:00Z',
  }));
  if (stored === undefined) throw new Error('one event was made');
  it.each([
    new UnknownEventType(stored),
    new CannotContinue('test.recorder', 'too many set aside'),
  ])('stops for good and gives up the lead: %s', async (error) => {
    await store.append('thing-1', 'no-stream', someEvents(1));
    const recorder = new Recorder();
    recorder.failures = [error];
    start(recorder);
    await running;
    expect(recorder.state).toBe('stopped');
    expect([recorder.released, recorder.leases.length]).toStrictEqual([1, 1]);
  });
});

describe('a processor that is told to end', () => {
  it('ends while it waits for events', async () => {
    const recorder = await started();
    stop.abort();
    await running;
    expect([recorder.state, recorder.released]).toStrictEqual(['stopped', 1]);
  });

  it('ends while it backs off', async () => {
    const recorder = new Recorder();
    recorder.failures = [new Error('first')];
    await store.append('thing-1', 'no-stream', someEvents(1));
    start(recorder);
    await until(() => timing.sleeps.includes(FIRST_BACK_OFF));
    stop.abort();
    await running;
    expect(recorder.state).toBe('stopped');
  });
});
