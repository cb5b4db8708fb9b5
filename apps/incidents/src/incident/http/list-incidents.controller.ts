import {
  ApiList,
  CallerOf,
  Cursors,
  listOf,
  locatedListAnswer,
  malformedParameter,
  ReadAfter,
  WantsGeoJson,
  type Answer,
  type Caller,
} from '@city/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BoardFreshness } from '../read-model/incident-board/board-freshness.query.js';
import {
  defaultOrder,
  fits,
  IncidentBoardQuery,
} from '../read-model/incident-board/incident-board.query.js';
import { filterOf, ListQuery } from './incident-list.query.js';
import { IncidentList } from './incident.responses.js';

const cursors = new Cursors(z.array(z.string().max(100)).max(5));

@ApiTags('Incidents')
@Controller('v1/incidents')
export class ListIncidentsController {
  constructor(
    @Inject(IncidentBoardQuery) private readonly board: IncidentBoardQuery,
    @Inject(BoardFreshness) private readonly freshness: BoardFreshness,
  ) {}

  @Get()
  @ApiList({
    summary: 'Incidents by filters, page by page',
    description: 'As GeoJSON with `Accept: application/geo+json`.',
    response: IncidentList,
    readAfter: true,
    geo: true,
  })
  async list(
    @Query({ schema: ListQuery }) query: ListQuery,
    @CallerOf() caller: Caller,
    @ReadAfter() readAfter: bigint | undefined,
    @WantsGeoJson() geo: boolean,
  ): Promise<Answer> {
    const { limit, cursor, sort: order = defaultOrder, ...filters } = query;
    const scope = { ...filters, order };
    const after = cursor === undefined ? undefined : cursors.decode(scope, cursor);
    if (after !== undefined && !fits(order, after))
      throw malformedParameter('cursor', 'Use a nextCursor as it came.');
    const position = await this.freshness.position(readAfter);
    const page = await this.board.page(filterOf(filters, caller), order, { limit, after });
    const nextCursor = page.nextPlace === null ? null : cursors.encode(scope, [...page.nextPlace]);
    return locatedListAnswer(listOf(page.items, nextCursor), { position, geo, place: 'location' });
  }
}
