import type { CommandContext, Folded, Outcome } from '@city/event-sourcing';
import {
  acceptedOf,
  Answer,
  ensureMayRead,
  notFound,
  representationOf,
  type Caller,
} from '@city/http';
import { Inject, Injectable } from '@nestjs/common';
import {
  INCIDENT_COMMANDS,
  streamOf,
  type IncidentCommands,
} from '../application/incident-commands.js';
import type { IncidentCommand } from '../domain/commands.js';
import type { IncidentRejection } from '../domain/rejections.js';
import type { Incident, IncidentState } from '../domain/state.js';
import { incidentProblems } from './incident.problems.js';
import { incidentView } from './incident.view.js';
import type { IncidentView } from './incident.views.js';

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
    const folded = known(await this.commands.load(streamOf(incidentId)));
    ensureMayRead(caller, folded.state.location.district);
    return folded;
  }

  /** Sends a command to an incident and answers with what it is then. @throws Problem */
  async send(
    at: At,
    command: IncidentCommand,
    context: CommandContext,
  ): Promise<Answer<IncidentView>> {
    // Who may see everything needs no look first: the decider says whether the incident is there.
    if (at.caller.districts !== '*') await this.find(at);
    const { after } = await this.accepted(at.incidentId, command, context);
    const incident = known(after);
    return representationOf(incident, incidentView(incident));
  }

  /** @throws Problem for everything but an accepted command */
  async accepted(
    incidentId: string,
    command: IncidentCommand,
    context: CommandContext,
  ): Promise<Accepted> {
    const outcome = await this.commands.handle(streamOf(incidentId), command, context);
    const isMissing = outcome.outcome === 'revision-conflict' && outcome.at.revision < 0n;
    // A report creates: there a condition on a revision fails, elsewhere there is nothing to compare with.
    if (isMissing && command.type !== 'ReportIncident') throw notFound();
    return acceptedOf(outcome, incidentProblems);
  }
}

/** @throws Problem 404 when nothing was ever reported there */
export const known = (folded: Folded<IncidentState>): Folded<Incident> => {
  const { state } = folded;
  if (state.status === 'unknown') throw notFound();
  return { ...folded, state };
};
