import {
  commandHandlerFor,
  reject,
  type CommandHandler,
  type Decider,
  type EventStore,
  type Timing,
} from '@city/event-sourcing';
import type { IncidentCommand } from '../domain/commands.js';
import { incidentDecider } from '../domain/decider.js';
import type { IncidentEvent } from '../domain/events.js';
import type { IncidentRejection } from '../domain/rejections.js';
import type { IncidentState } from '../domain/state.js';
import { incidentCodec } from '../persistence/codec.js';

/** A command and the districts that its caller may see ('*' or absent = all). Elsewhere the incident is not
 *  there for him. Looked at with the decision: what is known by its id is answered first, and nobody can move
 *  the incident between the look and the append. */
export type ScopedCommand = IncidentCommand & Readonly<{ within?: '*' | readonly string[] }>;

const isHidden = ({ within = '*' }: ScopedCommand, state: IncidentState): boolean =>
  within !== '*' && state.status !== 'unknown' && !within.includes(state.location.district);

const scopedDecider: Decider<ScopedCommand, IncidentState, IncidentEvent, IncidentRejection> = {
  ...incidentDecider,
  decide: (command, state) =>
    isHidden(command, state)
      ? reject({ type: 'IncidentUnknown' })
      : incidentDecider.decide(command, state),
};

/** Commands, state and history of incidents, by stream. */
export type IncidentCommands = CommandHandler<
  ScopedCommand,
  IncidentState,
  IncidentEvent,
  IncidentRejection
>;

/** DI token. */
export const INCIDENT_COMMANDS = Symbol('IncidentCommands');

export const incidentCommands = (store: EventStore, timing: Timing): IncidentCommands =>
  commandHandlerFor({ store, decider: scopedDecider, codec: incidentCodec, timing });

export { streamOf } from '../persistence/stream.js';
