import {
  emptyFold,
  foldOnto,
  recordedFrom,
  uuidV5,
  DNS_NAMESPACE,
  type EventMetadata,
  type Folded,
  type NewEvent,
  type Recorded,
  type StoredEvent,
} from '@city/event-sourcing';
import { incidentDecider } from '../incident/domain/decider.js';
import type { IncidentEvent } from '../incident/domain/events.js';
import type { IncidentState } from '../incident/domain/state.js';
import { ownTimeOf } from '../incident/domain/testing/random-histories.js';
import { incidentCodec } from '../incident/persistence/codec.js';
import { streamOf } from '../incident/persistence/stream.js';

/** An incident of the examples by number. */
export const exampleId = (number: number): string => uuidV5(String(number), DNS_NAMESPACE);

const metadataOf = (event: IncidentEvent, commandId: string): EventMetadata => ({
  commandId,
  commandFingerprint: null,
  correlationId: 'f7a2b0de-0000-4000-8000-000000000001',
  causationId: null,
  actor: { subject: 'duty-7', roles: ['dispatcher'] },
  schemaVersion: 1,
  occurredAt: ownTimeOf(event),
});

/** Events as they go to a store. */
export const newEventsOf = (stream: string, events: readonly IncidentEvent[]): NewEvent[] =>
  events.map((event, index) => {
    const id = uuidV5(`${stream}/${String(index)}`, DNS_NAMESPACE);
    const { type, data } = incidentCodec.encode(event);
    return { id, type, data, metadata: metadataOf(event, id) };
  });

const onBehalfOf = (incidentId: string, event: IncidentEvent): IncidentEvent =>
  event.type === 'IncidentReported' ? { ...event, data: { ...event.data, incidentId } } : event;

export interface Recording {
  /** The store's time of an event; by default its own. */
  readonly storedAt?: (event: IncidentEvent, index: number) => string;
  /** Position of the first event; each has 10 more than the one before. */
  readonly from?: bigint;
}

/** A stream as the store gives it back. */
export const storedHistory = (
  incidentId: string,
  history: readonly IncidentEvent[],
  { storedAt = ownTimeOf, from = 10n }: Recording = {},
): StoredEvent[] => {
  const events = history.map((event) => onBehalfOf(incidentId, event));
  const stream = streamOf(incidentId);
  const fresh = newEventsOf(stream, events);
  return events.flatMap((original, index) => {
    const event = fresh[index];
    if (event === undefined) return [];
    return [
      {
        ...event,
        stream,
        revision: BigInt(index),
        position: from + BigInt(index) * 10n,
        // What comes out of a store is JSON.
        data: JSON.parse(JSON.stringify(event.data)) as unknown,
        storedAt: storedAt(original, index),
      },
    ];
  });
};

/** An event of a stream and the incident after it. */
export interface Moment {
  readonly recorded: Recorded<IncidentEvent>;
  readonly folded: Folded<IncidentState>;
}

/** Every event of a stream with its times, and the fold after it. */
export const momentsOf = (stored: readonly StoredEvent[]): readonly Moment[] => {
  let folded: Folded<IncidentState> = emptyFold(incidentDecider);
  return stored.map((event) => {
    const recorded = recordedFrom(incidentCodec, event, folded);
    folded = foldOnto(incidentDecider, folded, recorded);
    return { recorded, folded };
  });
};

/** Streams woven into one `$all`: the order inside each stays, `turns` says whose turn it is. */
export const woven = (
  streams: readonly (readonly StoredEvent[])[],
  turns: readonly number[],
): StoredEvent[] => {
  const left = streams.map((stream) => [...stream]);
  const all: StoredEvent[] = [];
  for (let turn = 0; left.some(({ length }) => length > 0); turn += 1) {
    const waiting = left.filter(({ length }) => length > 0);
    const next = waiting[(turns[turn % turns.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) all.push({ ...next, position: BigInt(all.length + 1) * 10n });
  }
  return all;
};
