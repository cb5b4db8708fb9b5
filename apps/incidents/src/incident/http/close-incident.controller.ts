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
import { CloseIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class CloseIncidentController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/closure')
  @ApiCommand({
    summary: 'Close a resolved incident',
    response: IncidentView,
    problems: [problems.notResolved],
  })
  close(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: CloseIncidentRequest }) _body: CloseIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request);
    const data = { now: request.now };
    return this.desk.send({ incidentId, caller }, { type: 'CloseIncident', data }, context);
  }
}
