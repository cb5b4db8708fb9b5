import { expect } from '@jest/globals';
import type { Decider } from '@city/event-sourcing';

/** What is expected of one command. */
export interface Expectations<Event, Rejection> {
  /** Exactly these events, whole and in this order. */
  then(...events: readonly Event[]): void;
  /** Refused, with exactly this value. */
  thenRejected(rejection: Rejection): void;
  /** Accepted, and nothing to do. */
  thenNothing(): void;
}

/** A history to which a command is given. */
export interface History<Command, Event, Rejection> {
  when(command: Command): Expectations<Event, Rejection>;
}

/** `given` of a decider: given(...events).when(command).then(...events). It takes events, never a state. */
export const specificationFor =
  <Command, State, Event, Rejection>(decider: Decider<Command, State, Event, Rejection>) =>
  (...events: readonly Event[]): History<Command, Event, Rejection> => ({
    when: (command) => {
      const state = events.reduce<State>(
        (before, event) => decider.evolve(before, event),
        decider.initialState,
      );
      const decision = decider.decide(command, state);
      return {
        then: (...expected) => {
          expect(decision).toStrictEqual({ outcome: 'accepted', events: expected });
        },
        thenRejected: (rejection) => {
          expect(decision).toStrictEqual({ outcome: 'rejected', rejection });
        },
        thenNothing: () => {
          expect(decision).toStrictEqual({ outcome: 'accepted', events: [] });
        },
      };
    },
  });
