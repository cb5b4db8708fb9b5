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
import { AddNoteRequest } from './incident.requests.js';
import { IncidentView } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class AddNoteController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Post(':incidentId/notes')
  @ApiCommand({
    summary: 'Add a note',
    response: IncidentView,
    problems: [problems.cancelled],
  })
  add(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Body({ schema: AddNoteRequest }) body: AddNoteRequest,
    @CallerOf() caller: Caller,
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<IncidentView>> {
    const context = contextAt(request, body.occurredAt);
    const data = {
      text: body.text,
      now: request.now,
      occurredAt: body.occurredAt === undefined ? null : context.occurredAt,
    };
    return this.desk.send({ incidentId, caller }, { type: 'AddNote', data }, context);
  }
}
