/** What came of a command: events to append ([] = already so, nothing to do), or a refusal as a value. */
export type Decision<Event, Rejection> =
  | Readonly<{ outcome: 'accepted'; events: readonly Event[] }>
  | Readonly<{ outcome: 'rejected'; rejection: Rejection }>;

/** The pure core of a slice: no clock, no ids, no input or output. `evolve` never refuses. */
export interface Decider<Command, State, Event, Rejection> {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => Decision<Event, Rejection>;
  readonly evolve: (state: State, event: Event) => State;
}

/** Accepts a command with the events that follow from it; none means that it is already so. */
export const accept = <Event>(
  ...events: readonly Event[]
): Readonly<{ outcome: 'accepted'; events: readonly Event[] }> => ({
  outcome: 'accepted',
  events,
});

/** Refuses a command with a reason that callers can tell apart. */
export const reject = <Rejection>(
  rejection: Rejection,
): Readonly<{ outcome: 'rejected'; rejection: Rejection }> => ({ outcome: 'rejected', rejection });
