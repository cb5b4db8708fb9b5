import { type Decider } from '@city/event-sourcing';
import { type IncidentCommand } from './commands.js';
import { decide } from './decide.js';
import { type IncidentEvent } from './events.js';
import { evolve } from './evolve.js';
import { type IncidentRejection } from './rejections.js';
import { type IncidentState, initialState } from './state.js';

/** The life of one incident, from report to closure. */
export const incidentDecider: Decider<
  IncidentCommand,
  IncidentState,
  IncidentEvent,
  IncidentRejection
> = { initialState, decide, evolve };
