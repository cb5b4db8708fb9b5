import { beforeEach, describe, expect, it } from '@jest/globals';
import { Busy, commandHandlerFor, eventId, type CommandLimits } from '@city/event-sourcing';
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

const replica = (limits: Partial<CommandLimits> = {}) =>
  commandHandlerFor({
    store,
    decider: notebookDecider,
    codec: notebookCodec,
    timing: new LeapingTiming(),
    limits,
  });

const revisions = async () => (await readAll(store, stream)).map(({ revision }) => revision);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => BigInt(index));

describe('a command', () => {
  it('is answered with the stream after it', async () => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    const outcome = await handle(stream, write('a', 'b'), contextOf());
    const stored = (await readAll(store, stream)).at(-1);
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      recorded: 2,
      repeated: false,
      after: { state: { notes: ['a', 'b'] }, revision: 2n, position: stored?.position },
    });
  });

  it('leaves its ids, actor and own time beside each event', async () => {
    const context = contextOf({
      fingerprint: 'print',
      causationId: 'cause',
      occurredAt: '2026-11-01T09:59:00Z',
    });
    await replica().handle(stream, open, context);
    const [stored] = await readAll(store, stream);
    expect(stored?.id).toBe(eventId(stream, context.commandId, 0));
    expect(stored?.metadata).toStrictEqual({
      commandId: context.commandId,
      commandFingerprint: 'print',
      correlationId: context.correlationId,
      causationId: 'cause',
      actor: context.actor,
      schemaVersion: 1,
      occurredAt: '2026-11-01T09:59:00Z',
    });
  });

  it('that is refused says why and where the stream stands', async () => {
    const outcome = await replica().handle(stream, write('a'), contextOf());
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      rejection: { type: 'NotebookNotOpen', status: 'unknown' },
      at: { revision: -1n, position: -1n, effectiveAt: null },
    });
  });

  it('with nothing to do records nothing', async () => {
    const { handle } = replica();
    for (const command of [open, close]) await handle(stream, command, contextOf());
    const outcome = await handle(stream, close, contextOf());
    expect(outcome).toMatchObject({ outcome: 'accepted', recorded: 0, after: { revision: 1n } });
    expect(await revisions()).toStrictEqual(upTo(2));
  });

  it('is refused when the stream is not at the revision that the caller insists on', async () => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    const stale = await handle(stream, write('a'), contextOf({ ifMatch: 7n }));
    expect(stale).toMatchObject({ outcome: 'revision-conflict', at: { revision: 0n } });
    const fresh = await handle(stream, write('a'), contextOf({ ifMatch: 0n }));
    expect(fresh).toMatchObject({ outcome: 'accepted' });
  });

  it('whose events do not match their schema throws and writes nothing', async () => {
    const broken = commandHandlerFor({
      store,
      decider: {
        ...notebookDecider,
        // A mistake that the compiler cannot see: the value comes as `never`.
        decide: () => ({
          outcome: 'accepted' as const,
          events: [{ type: 'NotebookOpened' as const, data: { title: 7 as never } }],
        }),
      },
      codec: notebookCodec,
      timing: new LeapingTiming(),
    });
    await expect(broken.handle(stream, open, contextOf())).rejects.toMatchObject({
      name: 'ZodError',
    });
    expect(await revisions()).toStrictEqual([]);
  });
});

describe('commands at the same time', () => {
  it('all land, with revisions that have no gap', async () => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        handle(stream, write(`note ${String(index)}`), contextOf()),
      ),
    );
    const after = outcomes.map((each) => each.outcome === 'accepted' && each.after.revision);
    expect(after).toStrictEqual(upTo(65).slice(1));
    expect(await revisions()).toStrictEqual(upTo(65));
  });

  it('that insist on one revision have one winner', async () => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => handle(stream, write('a'), contextOf({ ifMatch: 0n }))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'revision-conflict')).toHaveLength(19);
  });

  it('with one key record once and are answered alike', async () => {
    const { handle } = replica();
    const key = keyed(crypto.randomUUID());
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => handle(stream, open, key)));
    const answers = outcomes.map((each) => each.outcome === 'accepted' && each.after);
    expect(new Set(answers.map((answer) => answer && answer.position)).size).toBe(1);
    for (const answer of answers) expect(answer).toStrictEqual(answers[0]);
    expect(await revisions()).toStrictEqual(upTo(1));
  });

  it('are refused as busy beyond the queue', async () => {
    const { handle } = replica({ waiting: 2 });
    const all = Array.from({ length: 5 }, () => handle(stream, open, contextOf()));
    const results = await Promise.allSettled(all);
    const busy = results.filter(
      (result) => result.status === 'rejected' && result.reason instanceof Busy,
    );
    expect(busy).toHaveLength(2);
    expect(await handle(stream, write('later'), contextOf())).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('are not held up by the error of one', async () => {
    const { handle } = replica();
    store.unreachable = true;
    await expect(handle(stream, open, contextOf())).rejects.toMatchObject({
      name: 'StoreUnavailable',
    });
    store.unreachable = false;
    expect(await handle(stream, open, contextOf())).toMatchObject({ outcome: 'accepted' });
  });
});

describe('a known command', () => {
  it('is answered as the first time, also when the stream has gone on', async () => {
    const { handle } = replica();
    await handle(stream, open, contextOf());
    const key = keyed(crypto.randomUUID());
    const first = await handle(stream, write('a', 'b'), key);
    await handle(stream, write('later'), contextOf());
    const again = await handle(stream, write('a', 'b'), key);
    expect(again).toStrictEqual({ ...first, repeated: true });
  });

  it('is known before If-Match and before the decision', async () => {
    const { handle } = replica();
    const key = keyed(crypto.randomUUID());
    await handle(stream, open, key);
    await handle(stream, close, contextOf());
    const again = await handle(stream, open, { ...key, ifMatch: 99n });
    expect(again).toMatchObject({ outcome: 'accepted', repeated: true, after: { revision: 0n } });
  });

  it('with another fingerprint is a reused key', async () => {
    const { handle } = replica();
    const id = crypto.randomUUID();
    await handle(stream, open, keyed(id));
    expect(await handle(stream, open, keyed(id, 'other'))).toStrictEqual({ outcome: 'key-reused' });
  });

  it('is known to a process that starts anew', async () => {
    const key = keyed(crypto.randomUUID());
    const first = await replica().handle(stream, open, key);
    expect(await replica().handle(stream, open, key)).toStrictEqual({ ...first, repeated: true });
  });

  it('that recorded nothing is decided anew', async () => {
    const { handle } = replica();
    const key = keyed(crypto.randomUUID());
    expect(await handle(stream, write('a'), key)).toMatchObject({ outcome: 'rejected' });
    await handle(stream, open, contextOf());
    expect(await handle(stream, write('a'), key)).toMatchObject({
      outcome: 'accepted',
      repeated: false,
    });
  });
});

describe('a read', () => {
  it('shows what others have appended', async () => {
    const [a, b] = [replica(), replica()];
    await a.handle(stream, open, contextOf());
    expect((await b.load(stream)).revision).toBe(0n);
    await a.handle(stream, write('a'), contextOf());
    expect(await b.load(stream)).toMatchObject({ revision: 1n, state: { notes: ['a'] } });
  });

  it('of a missing stream shows the state before the first event', async () => {
    expect(await replica().load(stream)).toMatchObject({ revision: -1n, state: { notes: [] } });
  });

  it('that was slow does not put an old state over a newer one', async () => {
    const pauses: (() => Promise<void>)[] = [];
    store = new InMemoryEventStore({ pause: () => pauses.shift()?.() ?? Promise.resolve() });
    const { handle, load } = replica();
    await handle(stream, open, contextOf());
    let goOn: () => void = () => undefined;
    let loading: Promise<unknown> = Promise.resolve();
    // The read has looked into the stream, and its answer is held back.
    await new Promise<void>((looked) => {
      const heldBack = () =>
        new Promise<void>((resolve) => {
          goOn = resolve;
          looked();
        });
      pauses.push(() => Promise.resolve(), heldBack);
      loading = load(stream);
    });
    await handle(stream, write('a'), contextOf());
    goOn();
    await loading;
    expect(await handle(stream, write('b'), contextOf({ ifMatch: 1n }))).toMatchObject({
      outcome: 'accepted',
      after: { state: { notes: ['a', 'b'] } },
    });
  });

  it('of the history gives every event with its times', async () => {
    const { handle, history } = replica();
    await handle(stream, open, contextOf({ occurredAt: '2026-11-01T10:00:00Z' }));
    await handle(stream, write('a'), contextOf({ occurredAt: '2026-11-01T09:00:00Z' }));
    const events = [];
    for await (const { event, occurredAt, effectiveAt } of history(stream)) {
      events.push([event.type, occurredAt, effectiveAt]);
    }
    expect(events).toStrictEqual([
      ['NotebookOpened', '2026-11-01T10:00:00Z', '2026-11-01T10:00:00Z'],
      ['NoteWritten', '2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z'],
    ]);
  });
});
