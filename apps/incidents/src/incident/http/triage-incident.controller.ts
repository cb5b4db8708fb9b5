import {
  ApiCommand,
  CallerOf,
  CommandContextOf,
  contextAt,
  type Answer,
  type Caller,
  type RequestContext,
} from '@city/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IncidentDesk } from './incident-desk.js';
import { IncidentId } from './incident-id.js';
import { incidentProblemTypes as problems } from './incident.problems.js';
import { TriageIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class TriageIncidentController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/triage')
  @ApiCommand({
    summary: 'Judge a reported incident',
    response: IncidentView,
    problems: [problems.notReported, problems.unknownIncidentType],
  })
  triage(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: TriageIncidentRequest }) body: TriageIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request);
    const data = {
      priority: body.priority,
      type: body.type ?? null,
      note: body.note ?? null,
      now: request.now,
    };
    return this.desk.send({ incidentId, caller }, { type: 'TriageIncident', data }, context);
  }
}
