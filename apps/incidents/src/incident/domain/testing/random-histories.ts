import type fc from 'fast-check';
import { type IncidentCommand } from '../commands.js';
import { incidentDecider } from '../decider.js';
import { type IncidentEvent } from '../events.js';
import { randomCommands } from './random-commands.js';

/** The events of a series of commands, as the decider takes them; refused ones leave nothing. */
export const eventsOf = (commands: readonly IncidentCommand[]): readonly IncidentEvent[] => {
  const events: IncidentEvent[] = [];
  let state = incidentDecider.initialState;
  for (const command of commands) {
    const decision = incidentDecider.decide(command, state);
    if (decision.outcome === 'rejected') continue;
    events.push(...decision.events);
    state = decision.events.reduce(incidentDecider.evolve, state);
  }
  return events;
};

/** The whole history of one incident, in the decider's own words; may be empty. */
export const randomHistory: fc.Arbitrary<readonly IncidentEvent[]> = randomCommands.map(eventsOf);

/** When an event happened by its own account: its one member that ends in `At`. */
export const ownTimeOf = ({ data }: IncidentEvent): string => {
  const [, time] = Object.entries(data).find(([name]) => name.endsWith('At')) ?? [];
  return String(time);
};
