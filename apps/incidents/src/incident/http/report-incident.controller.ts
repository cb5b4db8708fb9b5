import { DNS_NAMESPACE, uuidV5, type CommandContext } from '@city/event-sourcing';
import {
  ApiCommand,
  CallerOf,
  CommandContextOf,
  contextAt,
  createdAt,
  type Answer,
  type Caller,
  type RequestContext,
} from '@city/http';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { streamOf } from '../application/incident-commands.js';
import { REPORTER_VAULT, type ReporterVault } from '../application/reporter-vault.js';
import type { SealedReporter } from '../domain/values.js';
import type { DistrictIndex } from '@city/geo';
import { DISTRICTS, locationOf } from './districts.js';
import { IncidentDesk, known } from './incident-desk.js';
import { incidentProblemTypes as problems } from './incident.problems.js';
import { ReportIncidentRequest, type Reporter } from './incident.requests.js';
import { incidentView } from './incident.view.js';
import { ReportedIncidentView } from './incident.responses.js';
import { PossibleDuplicates } from './possible-duplicates.js';

// Fixed for ever: the id of an incident derives from the id of the command that reported it.
const INCIDENT_NAMESPACE = uuidV5('incidents.city', DNS_NAMESPACE);

@ApiTags('Incidents')
@Controller('v1/incidents')
export class ReportIncidentController {
  constructor(
    @Inject(IncidentDesk) private readonly desk: IncidentDesk,
    @Inject(DISTRICTS) private readonly districts: DistrictIndex,
    @Inject(REPORTER_VAULT) private readonly vault: ReporterVault,
    @Inject(PossibleDuplicates) private readonly duplicates: PossibleDuplicates,
  ) {}

  @Post()
  @ApiCommand({
    summary: 'Report an incident',
    description:
      'The answer is the receipt; reading the incident later needs its district. `possibleDuplicates`: open incidents of the same category near by and at about the same time; null when they could not be looked up in time, and in a repeated answer.',
    response: ReportedIncidentView,
    created: true,
    problems: [problems.unknownIncidentType],
  })
  async report(
    @Body({ schema: ReportIncidentRequest }) body: ReportIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf({ personal: ['/reporter'] }) request: RequestContext,
  ): Promise<Answer> {
    const incidentId = uuidV5(request.commandId, INCIDENT_NAMESPACE);
    const context = contextAt(request, body.occurredAt);
    const data = {
      ...{ incidentId, type: body.type, summary: body.summary },
      description: body.description ?? null,
      location: locationOf(this.districts, body.location),
      source: { channel: body.source.channel, reference: body.source.reference ?? null },
      reporter: await this.sealed(incidentId, body.reporter, context),
      priority: body.priority ?? null,
      now: request.now,
      occurredAt: context.occurredAt,
    };
    const command = { type: 'ReportIncident', data } as const;
    const { after, repeated } = await this.desk.report(incidentId, command, {
      ...context,
      // With a key the stream must be looked at first: only so a repeat is told from a first run.
      presumedNew: !context.twinPossible,
    });
    const incident = known(after);
    return createdAt(`/v1/incidents/${incidentId}`, incident, {
      ...incidentView(incident),
      possibleDuplicates: repeated ? null : await this.duplicates.of(incident.state, caller),
    });
  }

  /** A repeat needs no second key: what stands in the stream is the answer. */
  private async sealed(
    incidentId: string,
    reporter: Reporter | undefined,
    { twinPossible }: CommandContext,
  ): Promise<SealedReporter | null> {
    if (reporter === undefined) return null;
    if (twinPossible) {
      const { revision } = await this.desk.commands.load(streamOf(incidentId));
      if (revision >= 0n) return null;
    }
    const { name = null, phone = null, email = null } = reporter;
    return this.vault.seal(incidentId, { name, phone, email });
  }
}
