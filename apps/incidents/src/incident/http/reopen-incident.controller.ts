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
import { ReopenIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class ReopenIncidentController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/reopening')
  @ApiCommand({
    summary: 'Reopen what has ended',
    description: 'Leads to `triaged`, or to `reported` if it never was triaged.',
    response: IncidentView,
    problems: [problems.open],
  })
  reopen(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: ReopenIncidentRequest }) body: ReopenIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request);
    const data = { ...body, now: request.now };
    return this.desk.send({ incidentId, caller }, { type: 'ReopenIncident', data }, context);
  }
}
