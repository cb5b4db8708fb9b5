import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  commandHandlerFor,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
  type EventStore,
} from '@city/event-sourcing';
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

const replica = (of: EventStore = store) =>
  commandHandlerFor({
    store: of,
    decider: notebookDecider,
    codec: notebookCodec,
    timing: new LeapingTiming(),
  });
const typesIn = async () => (await readAll(store, stream)).map(({ type }) => type);

/** Two replicas, of which the second has seen the stream's first event only. */
const freshAndStale = async () => {
  const [fresh, stale] = [replica(), replica()];
  await fresh.handle(stream, open, contextOf());
  await stale.load(stream);
  return { fresh, stale };
};

describe('a replica that lags behind', () => {
  it('lands a command all the same', async () => {
    const { fresh, stale } = await freshAndStale();
    await fresh.handle(stream, write('a'), contextOf());
    expect(await stale.handle(stream, write('b'), contextOf())).toMatchObject({
      outcome: 'accepted',
      after: { revision: 2n, state: { notes: ['a', 'b'] } },
    });
  });

  it('refuses by what the stream holds, and accepts by it', async () => {
    const { fresh, stale } = await freshAndStale();
    await fresh.handle(stream, close, contextOf());
    expect(await stale.handle(stream, write('b'), contextOf())).toMatchObject({
      outcome: 'rejected',
      rejection: { type: 'NotebookNotOpen', status: 'closed' },
      at: { revision: 1n },
    });
  });

  it('does not refuse from its old state what the stream would take', async () => {
    const [fresh, stale] = [replica(), replica()];
    expect(await stale.handle(stream, write('early'), contextOf())).toMatchObject({
      outcome: 'rejected',
    });
    await fresh.handle(stream, open, contextOf());
    expect(await stale.handle(stream, write('a'), contextOf())).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('says "nothing to do" only with the position of the stream as it is', async () => {
    const { fresh, stale } = await freshAndStale();
    await fresh.handle(stream, close, contextOf());
    const outcome = await stale.handle(stream, close, contextOf());
    expect(outcome).toMatchObject({ outcome: 'accepted', recorded: 0, after: { revision: 1n } });
  });

  it('takes a current If-Match and refuses a stale one', async () => {
    const { fresh, stale } = await freshAndStale();
    await fresh.handle(stream, write('a'), contextOf());
    expect(await stale.handle(stream, write('b'), contextOf({ ifMatch: 1n }))).toMatchObject({
      outcome: 'accepted',
      after: { revision: 2n },
    });
    await fresh.handle(stream, write('c'), contextOf());
    expect(await stale.handle(stream, write('d'), contextOf({ ifMatch: 2n }))).toMatchObject({
      outcome: 'revision-conflict',
      at: { revision: 3n },
    });
  });

  it('answers a key that the other has used as the first time', async () => {
    const { fresh, stale } = await freshAndStale();
    const key = keyed(crypto.randomUUID());
    const first = await fresh.handle(stream, write('a', 'b'), key);
    await fresh.handle(stream, write('later'), contextOf());
    const again = await stale.handle(stream, write('a', 'b'), key);
    expect(again).toMatchObject({ after: first.outcome === 'accepted' && first.after });
    expect(await typesIn()).toHaveLength(4);
  });

  it('finds the key also with the If-Match that its first run used up', async () => {
    const { fresh, stale } = await freshAndStale();
    const key = { ...keyed(crypto.randomUUID()), ifMatch: 0n };
    const first = await fresh.handle(stream, write('a'), key);
    const again = await stale.handle(stream, write('a'), key);
    expect(again).toMatchObject({ after: first.outcome === 'accepted' && first.after });
  });

  it('notices a key reused with another body, though the store says "success" to a twin', async () => {
    const { fresh, stale } = await freshAndStale();
    const id = crypto.randomUUID();
    await fresh.handle(stream, write('a'), keyed(id));
    const outcome = await stale.handle(stream, write('other'), keyed(id, 'other print'));
    expect(outcome).toStrictEqual({ outcome: 'key-reused' });
    expect(await typesIn()).toHaveLength(2);
  });

  it('answers a twin with what the stream holds, not with what it decided itself', async () => {
    const { fresh, stale } = await freshAndStale();
    const key = keyed(crypto.randomUUID());
    await fresh.handle(stream, write('a'), { ...key, occurredAt: '2026-11-01T10:00:00.000Z' });
    const twin = { ...key, occurredAt: '2026-11-01T10:00:07.000Z' };
    expect(await stale.handle(stream, write('a'), twin)).toMatchObject({
      outcome: 'accepted',
      recorded: 1,
      after: { effectiveAt: '2026-11-01T10:00:00.000Z', revision: 1n },
    });
  });
});

describe('an append with an unknown outcome', () => {
  it.each(['before', 'after'] as const)('lands once when it failed %s the write', async (when) => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    store.failNextAppend(when);
    expect(await handle(stream, write('a', 'b'), contextOf())).toMatchObject({
      outcome: 'accepted',
      recorded: 2,
      after: { revision: 2n, state: { notes: ['a', 'b'] } },
    });
    expect(await typesIn()).toStrictEqual(['NotebookOpened', 'NoteWritten', 'NoteWritten']);
  });

  it('lands once when it fails again and again', async () => {
    const { handle } = replica();
    for (const when of ['before', 'before', 'after'] as const) store.failNextAppend(when);
    expect(await handle(stream, open, contextOf())).toMatchObject({ outcome: 'accepted' });
    expect(await typesIn()).toStrictEqual(['NotebookOpened']);
  });

  it('is decided again when another took its place', async () => {
    const other = replica();
    await other.handle(stream, open, contextOf());
    const rivalFirst: EventStore = {
      read: (name, from) => store.read(name, from),
      append: async () => {
        rivalFirst.append = (...args) => store.append(...args);
        await other.handle(stream, close, contextOf());
        throw new OutcomeUnknown(stream, 'lost');
      },
    };
    expect(await replica(rivalFirst).handle(stream, write('a'), contextOf())).toMatchObject({
      outcome: 'rejected',
      rejection: { type: 'NotebookNotOpen', status: 'closed' },
    });
  });

  it('stays unknown when the deadline passes, also while the store cannot be reached', async () => {
    const { handle } = replica({
      read: (name, from) => store.read(name, from),
      append: (name) => {
        store.unreachable = true;
        return Promise.reject(new OutcomeUnknown(name, 'lost'));
      },
    });
    await expect(handle(stream, open, contextOf())).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it('is not made certain by a second try that never reached the store', async () => {
    let tries = 0;
    const { handle } = replica({
      read: (name, from) => store.read(name, from),
      append: (name) => {
        tries += 1;
        const lost = new OutcomeUnknown(name, 'lost');
        return Promise.reject(tries === 1 ? lost : new StoreUnavailable('down'));
      },
    });
    await expect(handle(stream, open, contextOf())).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(tries).toBeGreaterThan(2);
  });
});

describe('a command that meets a conflict each time', () => {
  it('gives up as busy at its deadline', async () => {
    let tries = 0;
    const { handle } = replica({
      read: (name, from) => store.read(name, from),
      append: (name, expected) => {
        tries += 1;
        return Promise.reject(new RevisionConflict(name, expected, 7n));
      },
    });
    await expect(handle(stream, open, contextOf())).rejects.toMatchObject({ name: 'Busy', stream });
    expect(tries).toBeGreaterThan(10);
  });

  it('is refused at once when the caller insisted on a revision', async () => {
    const other = replica();
    await other.handle(stream, open, contextOf());
    let tries = 0;
    const rivalFirst = replica({
      read: (name, from) => store.read(name, from),
      append: async (...args) => {
        tries += 1;
        await other.handle(stream, write('first'), contextOf());
        return store.append(...args);
      },
    });
    const outcome = await rivalFirst.handle(stream, write('a'), contextOf({ ifMatch: 0n }));
    expect(outcome).toMatchObject({ outcome: 'revision-conflict', at: { revision: 1n } });
    expect(tries).toBe(1);
  });
});
