import {
  commandHandlerFor,
  type CommandHandler,
  type EventStore,
  type Timing,
} from '@city/event-sourcing';
import type { IncidentCommand } from '../domain/commands.js';
import { incidentDecider } from '../domain/decider.js';
import type { IncidentEvent } from '../domain/events.js';
import type { IncidentRejection } from '../domain/rejections.js';
import type { IncidentState } from '../domain/state.js';
import { incidentCodec } from '../persistence/codec.js';

/** Commands, state and history of incidents, by stream. */
export type IncidentCommands = CommandHandler<
  IncidentCommand,
  IncidentState,
  IncidentEvent,
  IncidentRejection
>;

/** DI token. */
export const INCIDENT_COMMANDS = Symbol('IncidentCommands');

export const incidentCommands = (store: EventStore, timing: Timing): IncidentCommands =>
  commandHandlerFor({ store, decider: incidentDecider, codec: incidentCodec, timing });

export { streamOf } from '../persistence/stream.js';
