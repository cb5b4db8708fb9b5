import { ApiList, Answer, CallerOf, ReadAfter, type Caller } from '@city/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BoardFreshness } from '../read-model/incident-board/board-freshness.query.js';
import { IncidentBoardQuery } from '../read-model/incident-board/incident-board.query.js';
import { CountQuery, filterOf } from './incident-list.query.js';
import { IncidentCount } from './incident.responses.js';

@ApiTags('Incidents')
@Controller('v1/incidents')
export class CountIncidentsController {
  constructor(
    @Inject(IncidentBoardQuery) private readonly board: IncidentBoardQuery,
    @Inject(BoardFreshness) private readonly freshness: BoardFreshness,
  ) {}

  @Get('count')
  @ApiList({
    summary: 'How many incidents the filters of the list hold',
    response: IncidentCount,
    readAfter: true,
  })
  async count(
    @Query({ schema: CountQuery }) query: CountQuery,
    @CallerOf() caller: Caller,
    @ReadAfter() readAfter: bigint | undefined,
  ): Promise<Answer<{ count: number }>> {
    const position = await this.freshness.position(readAfter);
    const count = await this.board.count(filterOf(query, caller));
    const headers = position === undefined ? {} : { 'read-model-position': String(position) };
    return new Answer({ count }, headers);
  }
}
