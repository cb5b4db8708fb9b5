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
import { ResolveIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class ResolveIncidentController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/resolution')
  @ApiCommand({
    summary: 'Resolve an incident',
    response: IncidentView,
    problems: [problems.notOpen, problems.notTriaged],
  })
  resolve(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: ResolveIncidentRequest }) body: ResolveIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request, body.occurredAt);
    const data = {
      outcome: body.outcome,
      summary: body.summary,
      now: request.now,
      occurredAt: body.occurredAt === undefined ? null : context.occurredAt,
    };
    return this.desk.send({ incidentId, caller }, { type: 'ResolveIncident', data }, context);
  }
}
