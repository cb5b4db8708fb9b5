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
import { ChangePriorityRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class ChangePriorityController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/priority')
  @ApiCommand({
    summary: 'Change the priority of an open incident',
    description: 'The same priority again changes nothing.',
    response: IncidentView,
    problems: [problems.notOpen],
  })
  change(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: ChangePriorityRequest }) body: ChangePriorityRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request);
    const data = { ...body, now: request.now };
    return this.desk.send({ incidentId, caller }, { type: 'ChangePriority', data }, context);
  }
}
