import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  commandHandlerFor,
  compareTimes,
  emptyFold,
  foldOnto,
  recordedFrom,
  type EventMetadata,
  type StoredEvent,
} from '@city/event-sourcing';
import { readAll } from './contract-material.js';
import { LeapingTiming } from './fake-timing.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import {
  contextOf,
  keyed,
  notebookCodec,
  notebookDecider,
  open,
  write,
  type NotebookEvent,
} from './notebook-example.js';

const stream = 'notebook-1';
const metadataOf = ({ metadata }: StoredEvent) => metadata as EventMetadata;

/** One write: through which replica, which command id (few, so that they repeat), how many notes. */
const writes = fc.array(
  fc.record({
    replica: fc.integer({ min: 0, max: 1 }),
    command: fc.integer({ min: 0, max: 9 }),
    fault: fc.constantFrom('none', 'none', 'before', 'after'),
  }),
  { minLength: 1, maxLength: 24 },
);

describe('two replicas on one store', () => {
  it('record every acknowledged command exactly once, without a gap, whatever fails', () =>
    fc.assert(
      fc.asyncProperty(writes, fc.scheduler(), async (plan, scheduler) => {
        const store = new InMemoryEventStore({
          pause: () => scheduler.schedule(Promise.resolve()),
        });
        const handlers = [0, 1].map(() =>
          commandHandlerFor({
            store,
            decider: notebookDecider,
            codec: notebookCodec,
            timing: new LeapingTiming(),
          }),
        );
        const opening = handlers[0]?.handle(stream, open, contextOf());
        await scheduler.waitFor(Promise.resolve(opening));
        const ids = Array.from({ length: 10 }, (): string => crypto.randomUUID());
        const run = plan.map(async ({ replica, command, fault }) => {
          if (fault !== 'none') store.failNextAppend(fault);
          const id = ids[command] ?? '';
          // Commands with an even number write one note, the others two.
          const notes = command % 2 === 0 ? [id] : [id, id];
          return {
            id,
            outcome: await handlers[replica]?.handle(stream, write(...notes), keyed(id)),
          };
        });
        const answers = await scheduler.waitFor(Promise.allSettled(run));

        const stored = (await Promise.all([scheduler.waitFor(readAll(store, stream))])).flat();
        expect(stored.map(({ revision }) => revision)).toStrictEqual(
          stored.map((_, index) => BigInt(index)),
        );
        expect(new Set(stored.map(({ id }) => id)).size).toBe(stored.length);
        for (const answer of answers) {
          if (answer.status === 'rejected') continue;
          const { id, outcome } = answer.value;
          const own = stored.filter((event) => metadataOf(event).commandId === id);
          expect(own).toHaveLength(ids.indexOf(id) % 2 === 0 ? 1 : 2);
          expect(outcome).toMatchObject({
            outcome: 'accepted',
            recorded: own.length,
            after: { revision: own.at(-1)?.revision, position: own.at(-1)?.position },
          });
        }
      }),
      { numRuns: 150 },
    ));
});

const minute = fc.integer({ min: 0, max: 59 }).map((at) => String(at).padStart(2, '0'));
const time = fc
  .tuple(minute, fc.constantFrom('', '.0', '.5', '.50', '.123456'))
  .map(([at, fraction]) => `2026-11-01T10:${at}:00${fraction}Z`);

const histories = fc.array(fc.record({ occurredAt: time, storedAt: time }), { maxLength: 20 });

const recordedOf = (history: readonly { occurredAt: string; storedAt: string }[]) => {
  let folded = emptyFold(notebookDecider);
  return history.map(({ occurredAt, storedAt }, index) => {
    const { commandId, correlationId, actor } = contextOf();
    const recorded = recordedFrom<NotebookEvent>(
      notebookCodec,
      {
        id: crypto.randomUUID(),
        stream,
        revision: BigInt(index),
        position: BigInt(index + 1),
        type: 'NoteWritten',
        data: { text: 'a' },
        metadata: {
          commandId,
          correlationId,
          actor,
          occurredAt,
          commandFingerprint: null,
          causationId: null,
        },
        storedAt,
      },
      folded,
    );
    folded = foldOnto(notebookDecider, folded, recorded);
    return recorded;
  });
};

describe('the times of a stream', () => {
  it.each(['effectiveAt', 'recordedAt'] as const)('make "%s by t" a prefix of it', (which) => {
    fc.assert(
      fc.property(histories, time, (history, t) => {
        const events = recordedOf(history);
        const included = events.map((event) => compareTimes(event[which], t) <= 0);
        const end = included.indexOf(false);
        expect(end === -1 ? [] : included.slice(end).filter(Boolean)).toStrictEqual([]);
      }),
    );
  });

  it('never lie before the own time of the event', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { occurredAt, effectiveAt, recordedAt } of recordedOf(history)) {
          expect(compareTimes(effectiveAt, occurredAt)).toBeGreaterThanOrEqual(0);
          expect(compareTimes(recordedAt, occurredAt)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('do not depend on where a fold was interrupted', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 20 }), (history, at) => {
        const events = recordedOf(history);
        const fold = (part: typeof events, from = emptyFold(notebookDecider)) =>
          part.reduce((folded, event) => foldOnto(notebookDecider, folded, event), from);
        expect(fold(events.slice(at), fold(events.slice(0, at)))).toStrictEqual(fold(events));
      }),
    );
  });
});
