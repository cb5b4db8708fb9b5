import { ApiOne, Answer, CallerOf, representationOf, type Caller } from '@city/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IncidentDesk } from './incident-desk.js';
import { IncidentId } from './incident-id.js';
import { IncidentHistory, PastQuery } from './incident-history.js';
import { incidentView } from './incident.view.js';
import { IncidentNowOrThen } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class GetIncidentController {
  constructor(
    @Inject(IncidentDesk) private readonly desk: IncidentDesk,
    @Inject(IncidentHistory) private readonly history: IncidentHistory,
  ) {}

  @Get(':incidentId')
  @ApiOne({
    summary: 'One incident, as it is, was, or was known',
    description:
      '`asOf`: what was effective by then. `knownAt`: what was recorded by then. They differ for imports and late reports. Both may be given. The past has no ETag.',
    response: IncidentNowOrThen,
  })
  async get(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Query({ schema: PastQuery }) past: PastQuery,
    @CallerOf() caller: Caller,
  ): Promise<Answer> {
    const now = await this.desk.find({ incidentId, caller });
    const { asOf = null, knownAt = null } = past;
    if (asOf === null && knownAt === null) return representationOf(now, incidentView(now));
    const then = await this.history.foldedBy(incidentId, past);
    return new Answer({ ...incidentView(then), asOf, knownAt });
  }
}
