import {
  actorOf,
  Answer,
  ApiOne,
  CallerOf,
  CorrelationId,
  notFound,
  type Caller,
} from '@city/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  RECORD_REPORTER_ACCESS,
  REPORTER_VAULT,
  type RecordReporterAccess,
  type ReporterDetails,
  type ReporterVault,
} from '../application/reporter-vault.js';
import { Reason } from '../domain/values.js';
import { IncidentDesk } from './incident-desk.js';
import { IncidentId } from './incident-id.js';
import { ReporterView } from './incident.responses.js';

const ReporterQuery = z.strictObject({
  purpose: Reason.describe('Why the caller must know. Stays on record.'),
});
type ReporterQuery = z.output<typeof ReporterQuery>;

@ApiTags('Reporters')
@Controller('v1/incidents')
export class GetReporterController {
  constructor(
    @Inject(IncidentDesk) private readonly desk: IncidentDesk,
    @Inject(REPORTER_VAULT) private readonly vault: ReporterVault,
    @Inject(RECORD_REPORTER_ACCESS) private readonly record: RecordReporterAccess,
  ) {}

  @Get(':incidentId/reporter')
  @ApiOne({
    summary: 'Who reported the incident',
    description: 'Every look is put on record, with subject and purpose, before it is answered.',
    response: ReporterView,
  })
  async get(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Query({ schema: ReporterQuery }) { purpose }: ReporterQuery,
    @CallerOf() caller: Caller,
    @CorrelationId() correlationId: string,
  ): Promise<Answer<ReporterDetails>> {
    const { state } = await this.desk.find({ incidentId, caller });
    if (state.reporter === null) throw notFound('Nobody is known as the reporter.');
    const reporter = await this.vault.open(incidentId, state.reporter);
    if (reporter === undefined) throw notFound('The reporter was erased.');
    await this.record({ incidentId, purpose }, { actor: actorOf(caller), correlationId });
    return new Answer(reporter, { 'cache-control': 'no-store' });
  }
}
