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
import { CancelIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class CancelIncidentController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/cancellation')
  @ApiCommand({
    summary: 'Cancel an open incident',
    response: IncidentView,
    problems: [problems.notOpen],
  })
  cancel(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: CancelIncidentRequest }) body: CancelIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request);
    const data = { ...body, now: request.now };
    return this.desk.send({ incidentId, caller }, { type: 'CancelIncident', data }, context);
  }
}
