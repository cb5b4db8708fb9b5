import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, LeapingTiming } from '@city/event-sourcing-testing';
import fc from 'fast-check';
import {
  momentsOf,
  newEventsOf,
  storedHistory,
  type Moment,
} from '../../testing/stored-history.js';
import { incidentCommands } from '../application/incident-commands.js';
import type { IncidentEvent } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { randomHistory } from '../domain/testing/random-histories.js';
import { streamOf } from '../persistence/stream.js';
import { IncidentHistory, type PastQuery } from './incident-history.js';

const { at, incidentId } = examples;

interface Past {
  readonly history: IncidentHistory;
  /** All events of the stream, as the store recorded them. */
  readonly moments: readonly Moment[];
}

/** `storedAt`: the store's time at each event, in turn. */
const pastOf = async (
  events: readonly IncidentEvent[],
  storedAt: (index: number) => string,
): Promise<Past> => {
  let index = 0;
  const store = new InMemoryEventStore({ now: () => storedAt(index) });
  const fresh = newEventsOf(streamOf(incidentId), events);
  for (const event of fresh) {
    await store.append(streamOf(incidentId), index === 0 ? 'no-stream' : BigInt(index - 1), [
      event,
    ]);
    index += 1;
  }
  const recording = { storedAt: (_: IncidentEvent, place: number) => storedAt(place) };
  return {
    history: new IncidentHistory(incidentCommands(store, new LeapingTiming())),
    moments: momentsOf(storedHistory(incidentId, events, recording)),
  };
};

const revisionsBy = async ({ history }: Past, past: PastQuery): Promise<bigint[]> => {
  const revisions: bigint[] = [];
  for await (const { revision } of history.recordedBy(incidentId, past)) revisions.push(revision);
  return revisions;
};

describe('the past of an incident', () => {
  const { reported, triaged, resolved } = examples;
  // Noted at 10:07 that somebody saw it, told at 10:50.
  const late = [reported, triaged, resolved, examples.noteAdded('Seen earlier', '10:07')];
  const lateTimes = [at('10:00'), at('10:03'), at('10:40'), at('10:50')];
  const told = () => pastOf(late, (index) => lateTimes[index] ?? '');

  it('is whole without a moment', async () => {
    expect(await revisionsBy(await told(), {})).toEqual([0n, 1n, 2n, 3n]);
  });
  it('as of a moment has what was effective by then', async () => {
    const past = await told();
    expect(await revisionsBy(past, { asOf: at('10:39') })).toEqual([0n, 1n]);
    expect(await revisionsBy(past, { asOf: at('10:40') })).toEqual([0n, 1n, 2n, 3n]);
  });
  it('known at a moment has what was recorded by then', async () => {
    const past = await told();
    expect(await revisionsBy(past, { knownAt: at('10:49') })).toEqual([0n, 1n, 2n]);
    expect(await revisionsBy(past, { knownAt: at('10:50') })).toEqual([0n, 1n, 2n, 3n]);
  });
  it('of both has what was effective by the one and recorded by the other', async () => {
    const past = await told();
    const both = { asOf: at('10:40'), knownAt: at('10:45') };
    expect(await revisionsBy(past, both)).toEqual([0n, 1n, 2n]);
  });
  it('of an import began when it happened and was known when it came in', async () => {
    const history = [examples.imported, examples.importResolvedAt('09:00')];
    const past = await pastOf(history, () => at('12:00'));
    expect(await revisionsBy(past, { asOf: at('08:30') })).toEqual([0n]);
    expect(await revisionsBy(past, { asOf: at('09:00') })).toEqual([0n, 1n]);
    expect(await revisionsBy(past, { knownAt: at('11:59') })).toEqual([]);
    expect(await revisionsBy(past, { asOf: at('08:30'), knownAt: at('12:00') })).toEqual([0n]);
  });
  it('before anything was there is not there', async () => {
    const { history } = await told();
    await expect(history.foldedBy(incidentId, { asOf: at('09:59') })).rejects.toMatchObject({
      details: { status: 404, type: '/problems/not-found' },
    });
  });

  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((n) => {
    const parts = [Math.floor(n / 60), n % 60].map((part) => String(part).padStart(2, '0'));
    return at(parts.join(':'));
  });
  it('is a prefix of the stream, whatever was recorded when', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[randomHistory, fc.array(minute, { minLength: 1, maxLength: 9 })],
        ...[fc.option(minute, { nil: undefined }), fc.option(minute, { nil: undefined })],
        async (events, times, asOf, knownAt) => {
          const past = await pastOf(events, (index) => times[index % times.length] ?? '');
          const query = { asOf, knownAt };
          const by = ({ recorded }: Moment): boolean =>
            (asOf === undefined || recorded.effectiveAt <= asOf) &&
            (knownAt === undefined || recorded.recordedAt <= knownAt);
          // Not the first so many, but all that hold: that these are the same makes it a prefix.
          const held = past.moments.filter(by).map(({ recorded }) => recorded.revision);
          expect(await revisionsBy(past, query)).toEqual(held);
          expect(held).toEqual(held.map((_, index) => BigInt(index)));
          const last = past.moments.filter(by).at(-1);
          if (last === undefined) return;
          const folded = await past.history.foldedBy(incidentId, query);
          expect(folded.state).toEqual(last.folded.state);
          expect(folded.revision).toBe(last.folded.revision);
        },
      ),
      { numRuns: 150 },
    );
  });
});
