import { describe, expect, it } from '@jest/globals';
import { commandHandlerFor, streamStates, type EventStore } from '@city/event-sourcing';
import { readAll } from './contract-material.js';
import { LeapingTiming } from './fake-timing.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import { contextOf, notebookCodec, notebookDecider, open, write } from './notebook-example.js';

const stream = 'notebook-1';

const notebookWith = async (...texts: readonly string[]) => {
  const store = new InMemoryEventStore();
  const [decider, codec, timing] = [notebookDecider, notebookCodec, new LeapingTiming()];
  const { handle } = commandHandlerFor({ store, decider, codec, timing });
  await handle(stream, open, contextOf());
  for (const text of texts) await handle(stream, write(text), contextOf());
  let reads = 0;
  const counted: Pick<EventStore, 'read'> = {
    read: (name, from) => {
      reads += 1;
      return store.read(name, from);
    },
  };
  const states = streamStates({ store: counted, decider, codec });
  return { states, events: await readAll(store, stream), reads: () => reads };
};

describe('the states of streams', () => {
  it('stand before and after each event', async () => {
    const { states, events } = await notebookWith('a', 'b');
    const notes = [];
    for (const event of events) {
      const { before, recorded, folded } = await states.after(event);
      notes.push([before.state.notes, recorded.event.type, folded.state.notes]);
      expect(folded.revision).toBe(event.revision);
    }
    expect(notes).toStrictEqual([
      [[], 'NotebookOpened', []],
      [[], 'NoteWritten', ['a']],
      [['a'], 'NoteWritten', ['a', 'b']],
    ]);
  });

  it('need no read while events come one after the other', async () => {
    const { states, events, reads } = await notebookWith('a', 'b', 'c');
    for (const event of events) await states.after(event);
    expect(reads()).toBe(0);
  });

  it.each([
    ['skipped', [0, 3]],
    ['given again', [0, 1, 2, 1]],
    ['first seen late', [2]],
  ])('are read up to an event that is %s', async (_, order) => {
    const { states, events, reads } = await notebookWith('a', 'b', 'c');
    const seen = [];
    for (const index of order) {
      const event = events[index];
      if (event !== undefined) seen.push((await states.after(event)).folded.state.notes.length);
    }
    expect(seen).toStrictEqual(order);
    expect(reads()).toBe(1);
  });

  it('are read again once forgotten', async () => {
    const { states, events, reads } = await notebookWith('a');
    const [first, second] = events;
    if (first === undefined || second === undefined) throw new Error('two events were written');
    await states.after(first);
    states.forget();
    expect((await states.after(second)).folded.state.notes).toStrictEqual(['a']);
    expect(reads()).toBe(1);
  });

  it('are not made up when the stream does not reach the event', async () => {
    const { states, events } = await notebookWith('a');
    const [first] = events;
    if (first === undefined) throw new Error('an event was written');
    await expect(states.after({ ...first, revision: 9n })).rejects.toThrow('revision 8');
  });
});
