import { accept, type Decider } from '@city/event-sourcing';
import { type AccessCommand } from './commands.js';
import { type AccessEvent } from './events.js';

/** What is known of a log: how often somebody looked. */
export interface AccessState {
  readonly accesses: number;
}

/** A log takes every entry: nothing is refused, and looking twice is two accesses. */
export const accessDecider: Decider<AccessCommand, AccessState, AccessEvent, never> = {
  initialState: { accesses: 0 },
  decide: ({ data: { purpose, lookup, now } }) =>
    accept({ type: 'ReporterAccessed', data: { purpose, lookup, accessedAt: now } }),
  evolve: ({ accesses }) => ({ accesses: accesses + 1 }),
};
