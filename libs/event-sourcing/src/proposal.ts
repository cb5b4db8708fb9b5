import type { Codec } from './codec.js';
import type { CommandContext } from './command.js';
import type { Decider } from './decider.js';
import { eventId } from './event-ids.js';
import type { ExpectedRevision, NewEvent } from './event-store.js';
import { foldOnto, recordedFrom } from './fold.js';
import type { Folded } from './recorded.js';

/** The append that a command asks for. Tried again, it keeps its event ids and its expected revision: only
 *  so does the store recognise it. */
export interface Proposal<State> {
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** Of the last command in it. */
  readonly commandId: string;
  /** Another process may append the same events at the same time. */
  readonly twinPossible: boolean;
  /** The stream once it is written. Its position is not known yet, and no append answers the store's time:
   *  `recordedAt` rests on own times until the events are read again. */
  readonly after: Folded<State>;
}

/** Encodes the events and folds them as a reader would, so that what could not be read is never written. */
export const proposalOf = <State, Event>(
  slice: Readonly<{
    decider: Pick<Decider<never, State, Event, unknown>, 'evolve'>;
    codec: Codec<Event>;
  }>,
  target: Readonly<{ stream: string; before: Folded<State> }>,
  decided: readonly Event[],
  context: CommandContext,
): Proposal<State> => {
  const { stream, before } = target;
  const events = decided.map((event, index) =>
    newEvent(slice.codec.encode(event), eventId(stream, context.commandId, index), context),
  );
  const after = events.reduce<Folded<State>>((folded, event) => {
    const { position, revision } = folded;
    const place = { stream, position, revision: revision + 1n, storedAt: context.occurredAt };
    return foldOnto(
      slice.decider,
      folded,
      recordedFrom(slice.codec, { ...event, ...place }, folded),
    );
  }, before);
  const expected = before.revision < 0n ? 'no-stream' : before.revision;
  const { commandId, twinPossible } = context;
  return { expected, events, commandId, twinPossible, after };
};

/** Two proposals, the second made on what the first leaves, as one append. */
export const joined = <State>(
  first: Proposal<State> | undefined,
  second: Proposal<State>,
): Proposal<State> =>
  first === undefined
    ? second
    : {
        ...second,
        expected: first.expected,
        events: [...first.events, ...second.events],
        twinPossible: first.twinPossible || second.twinPossible,
      };

const newEvent = (
  { type, data, schemaVersion }: ReturnType<Codec<unknown>['encode']>,
  id: string,
  context: CommandContext,
): NewEvent => ({
  id,
  type,
  data,
  metadata: {
    commandId: context.commandId,
    commandFingerprint: context.fingerprint,
    correlationId: context.correlationId,
    causationId: context.causationId,
    actor: context.actor,
    schemaVersion,
    occurredAt: context.occurredAt,
  },
});
