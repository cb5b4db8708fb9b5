import { beforeEach, describe, expect, it } from '@jest/globals';
import { commandHandlerFor } from '@city/event-sourcing';
import { readAll } from './contract-material.js';
import { LeapingTiming } from './fake-timing.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import {
  close,
  contextOf,
  keyed,
  notebookCodec,
  notebookDecider,
  open,
  write,
} from './notebook-example.js';

const stream = 'notebook-1';
let store: InMemoryEventStore;
beforeEach(() => {
  store = new InMemoryEventStore();
});

const replica = () =>
  commandHandlerFor({
    store,
    decider: notebookDecider,
    codec: notebookCodec,
    timing: new LeapingTiming(),
  });

const step = <Command>(command: Command, id: string = crypto.randomUUID()) => ({
  command,
  context: keyed(id),
});
const types = async () => (await readAll(store, stream)).map(({ type }) => type);
const ids = ['1', '2', '3'].map((digit) => `00000000-0000-5000-8000-00000000000${digit}`);
const lesson = () => [
  step(open, ids[0] ?? ''),
  step(write('a', 'b'), ids[1] ?? ''),
  step(close, ids[2] ?? ''),
];
const fresh = (recorded: number) => ({ outcome: 'accepted', recorded, repeated: false }) as const;
const known = (recorded: number) => ({ outcome: 'accepted', recorded, repeated: true }) as const;

describe('a series of commands', () => {
  it('is decided step by step and appended at once', async () => {
    const outcomes = await replica().handleSeries(stream, lesson());
    expect(outcomes).toStrictEqual([fresh(1), fresh(2), fresh(1)]);
    expect((await readAll(store, stream)).map(({ revision }) => revision)).toEqual([
      0n,
      1n,
      2n,
      3n,
    ]);
  });

  it('adds only the steps that the stream lacks', async () => {
    await replica().handleSeries(stream, lesson().slice(0, 2));
    const outcomes = await replica().handleSeries(stream, lesson());
    expect(outcomes).toStrictEqual([known(1), known(2), fresh(1)]);
    expect(await readAll(store, stream)).toHaveLength(4);
  });

  it('adds nothing the second time, also in another process', async () => {
    const first = replica();
    await first.handleSeries(stream, lesson());
    for (const { handleSeries } of [first, replica()])
      expect(await handleSeries(stream, lesson())).toStrictEqual([known(1), known(2), known(1)]);
    expect(await readAll(store, stream)).toHaveLength(4);
  });

  it('ends with the first refusal, and what came before it lands', async () => {
    const steps = [step(open), step(close), step(write('too late')), step(open)];
    const outcomes = await replica().handleSeries(stream, steps);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'rejected']);
    expect(await types()).toHaveLength(2);
  });

  it('is refused on the stream as it is, never on a stale view of it', async () => {
    const stale = replica();
    await stale.handle(stream, open, contextOf());
    const other = replica();
    await other.handle(stream, close, contextOf());
    const [outcome] = await stale.handleSeries(stream, [step(write('late'))]);
    expect(outcome?.outcome).toBe('rejected');
  });

  it('goes on when somebody else was first', async () => {
    const stale = replica();
    await stale.handle(stream, open, contextOf());
    await replica().handle(stream, write('other'), contextOf());
    expect(await stale.handleSeries(stream, [step(write('a')), step(close)])).toStrictEqual([
      fresh(1),
      fresh(1),
    ]);
    expect(await readAll(store, stream)).toHaveLength(4);
  });

  it.each(['before', 'after'] as const)(
    'lands once when the store fails %s writing',
    async (when) => {
      store.failNextAppend(when);
      const outcomes = await replica().handleSeries(stream, lesson());
      expect(outcomes).toStrictEqual([fresh(1), fresh(2), fresh(1)]);
      expect(await readAll(store, stream)).toHaveLength(4);
    },
  );

  it('lands whole when a twin had sent only its beginning', async () => {
    const [first, ...rest] = lesson();
    await Promise.all([
      replica().handleSeries(stream, first === undefined ? [] : [first]),
      replica().handleSeries(stream, first === undefined ? [] : [first, ...rest]),
    ]);
    expect(await readAll(store, stream)).toHaveLength(4);
  });

  it('names a key that belongs to another request', async () => {
    await replica().handle(stream, open, keyed(ids[0] ?? '', 'other'));
    const outcomes = await replica().handleSeries(stream, lesson());
    expect(outcomes).toStrictEqual([{ outcome: 'key-reused' }]);
  });
});

describe('a stream that is presumed new', () => {
  const presumed = () => ({ ...contextOf(), presumedNew: true });

  it('is written without being read', async () => {
    const reads: string[] = [];
    const watched = commandHandlerFor({
      store: {
        append: (...append) => store.append(...append),
        read: (name, from) => {
          reads.push(name);
          return store.read(name, from);
        },
      },
      decider: notebookDecider,
      codec: notebookCodec,
      timing: new LeapingTiming(),
    });
    expect(await watched.handle(stream, open, presumed())).toMatchObject({ outcome: 'accepted' });
    expect(reads).toEqual([]);
  });

  it('is read when it is there after all', async () => {
    await replica().handle(stream, open, contextOf());
    expect(await replica().handle(stream, open, presumed())).toMatchObject({ outcome: 'rejected' });
    expect(await replica().handle(stream, write('a'), presumed())).toMatchObject({
      outcome: 'accepted',
      after: { revision: 1n },
    });
  });
});
