import type { CommandContext, Folded, Outcome } from '@city/event-sourcing';
import {
  acceptedOf,
  Answer,
  ensureMayRead,
  notFound,
  representationOf,
  visibleDistricts,
  type Caller,
} from '@city/http';
import { Inject, Injectable } from '@nestjs/common';
import {
  INCIDENT_COMMANDS,
  streamOf,
  type IncidentCommands,
} from '../application/incident-commands.js';
import type { CommandNamed, IncidentCommand } from '../domain/commands.js';
import type { IncidentRejection } from '../domain/rejections.js';
import type { Incident, IncidentState } from '../domain/state.js';
import { incidentProblems } from './incident.problems.js';
import { incidentView } from './incident.view.js';
import type { IncidentView } from './incident.responses.js';

/** An incident and who wants something of it. */
export interface At {
  readonly incidentId: string;
  readonly caller: Caller;
}

type Accepted = Extract<Outcome<IncidentState, IncidentRejection>, { outcome: 'accepted' }>;

/** What every route of an incident does alike: the caller's districts, the command, the answer. */
@Injectable()
export class IncidentDesk {
  constructor(@Inject(INCIDENT_COMMANDS) readonly commands: IncidentCommands) {}

  /** The incident as it is now. @throws Problem 404 when it is not there or not the caller's to see */
  async find({ incidentId, caller }: At): Promise<Folded<Incident>> {
    return visible(await this.commands.load(streamOf(incidentId)), caller);
  }

  /** Sends a command to an incident and answers with what it is then. @throws Problem */
  async send(
    at: At,
    command: IncidentCommand,
    context: CommandContext,
  ): Promise<Answer<IncidentView>> {
    const { incidentId, caller } = at;
    const scoped = { ...command, within: visibleDistricts(caller) };
    const outcome = await this.commands.handle(streamOf(incidentId), scoped, context);
    // A condition on what is not there, or not the caller's to see, is no conflict.
    if (outcome.outcome === 'revision-conflict') visible(outcome.at, caller);
    const { after } = acceptedOf(outcome, incidentProblems);
    const incident = known(after);
    return representationOf(incident, incidentView(incident));
  }

  /** Reports an incident; everybody who may report may report anywhere. @throws Problem */
  async report(
    incidentId: string,
    command: CommandNamed<'ReportIncident'>,
    context: CommandContext,
  ): Promise<Accepted> {
    const outcome = await this.commands.handle(streamOf(incidentId), command, context);
    return acceptedOf(outcome, incidentProblems);
  }
}

/** @throws Problem 404 when it is not there or not the caller's to see */
const visible = (folded: Folded<IncidentState>, caller: Caller): Folded<Incident> => {
  const incident = known(folded);
  ensureMayRead(caller, incident.state.location.district);
  return incident;
};

/** @throws Problem 404 when nothing was ever reported there */
export const known = (folded: Folded<IncidentState>): Folded<Incident> => {
  const { state } = folded;
  if (state.status === 'unknown') throw notFound();
  return { ...folded, state };
};
