import {
  Answer,
  ApiOne,
  CallerOf,
  CommandContextOf,
  IDS,
  contextAt,
  notFound,
  type Caller,
  type Ids,
  type RequestContext,
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
import { ReporterView } from './incident.views.js';

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
    @Inject(IDS) private readonly ids: Ids,
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
    @CommandContextOf() request: RequestContext,
  ): Promise<Answer<ReporterDetails>> {
    const { state } = await this.desk.find({ incidentId, caller });
    if (state.reporter === null) throw notFound('Nobody is known as the reporter.');
    const reporter = await this.vault.open(incidentId, state.reporter);
    if (reporter === undefined) throw notFound('The reporter was erased.');
    // Every look counts: neither a key nor a revision makes it the same as another.
    const { ifMatch: _ifMatch, ...context } = contextAt(request);
    await this.record(
      { incidentId, purpose },
      { ...context, commandId: this.ids.next(), fingerprint: null, twinPossible: false },
    );
    return new Answer(reporter, { 'cache-control': 'no-store' });
  }
}
