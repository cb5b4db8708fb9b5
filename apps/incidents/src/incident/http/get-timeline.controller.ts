import {
  ApiList,
  CallerOf,
  Cursors,
  listOf,
  pageQuery,
  Answer,
  type Caller,
  type List,
} from '@city/http';
import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IncidentDesk } from './incident-desk.js';
import { IncidentHistory, pastQuery } from './incident-history.js';
import { IncidentId } from './incident-id.js';
import { Timeline, type TimelineEntry } from './incident.responses.js';
import { languageOf, timelineEntry } from './timeline-entry.js';

const TimelineQuery = z.strictObject({ ...pageQuery, ...pastQuery });
type TimelineQuery = Readonly<z.output<typeof TimelineQuery>>;

const cursors = new Cursors(z.string().regex(/^\d{1,19}$/));

@ApiTags('Incidents')
@Controller('v1/incidents')
export class GetTimelineController {
  constructor(
    @Inject(IncidentDesk) private readonly desk: IncidentDesk,
    @Inject(IncidentHistory) private readonly history: IncidentHistory,
  ) {}

  @Get(':incidentId/timeline')
  @ApiList({
    summary: 'What happened, newest last',
    description: 'Words in English or Chinese (zh-CN) by `Accept-Language`. Never who reported.',
    response: Timeline,
  })
  async get(
    @Param('incidentId', { schema: IncidentId }) incidentId: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @CallerOf() caller: Caller,
    @Headers('accept-language') acceptLanguage: string | undefined,
  ): Promise<Answer<List<TimelineEntry>>> {
    await this.desk.find({ incidentId, caller });
    const language = languageOf(acceptLanguage);
    const page = await this.page(incidentId, query, language);
    return new Answer(page, { 'content-language': language, vary: 'Accept-Language' });
  }

  private async page(
    incidentId: string,
    { limit, cursor, ...past }: TimelineQuery,
    language: 'en' | 'zh-CN',
  ): Promise<List<TimelineEntry>> {
    const scope = { incidentId, ...past };
    const after = cursor === undefined ? -1n : BigInt(cursors.decode(scope, cursor));
    const items: TimelineEntry[] = [];
    for await (const recorded of this.history.recordedBy(incidentId, past)) {
      if (recorded.revision <= after) continue;
      const last = items.at(-1);
      if (items.length === limit && last !== undefined)
        return listOf(items, cursors.encode(scope, last.revision));
      items.push(timelineEntry(recorded, language));
    }
    return listOf(items);
  }
}
