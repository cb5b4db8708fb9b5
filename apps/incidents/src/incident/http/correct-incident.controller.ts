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
import type { DistrictIndex } from '@city/geo';
import { DISTRICTS, locationOf } from './districts.js';
import { IncidentDesk } from './incident-desk.js';
import { IncidentId } from './incident-id.js';
import { incidentProblemTypes as problems } from './incident.problems.js';
import { CorrectIncidentRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class CorrectIncidentController {
  constructor(
    @Inject(IncidentDesk) private readonly desk: IncidentDesk,
    @Inject(DISTRICTS) private readonly districts: DistrictIndex,
  ) {}

  @Post(':incidentId/correction')
  @ApiCommand({
    summary: 'Put right what the report said',
    description:
      'What is left out stays. A location is replaced as a whole, its district found again.',
    response: IncidentView,
    problems: [problems.cancelled, problems.unknownIncidentType],
  })
  correct(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: CorrectIncidentRequest }) body: CorrectIncidentRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const { reason, location, ...rest } = body;
    const changes = {
      ...rest,
      ...(location !== undefined && { location: locationOf(this.districts, location) }),
    };
    const data = { changes, reason, now: request.now };
    const command = { type: 'CorrectIncident', data } as const;
    return this.desk.send({ incidentId, caller }, command, contextAt(request));
  }
}
