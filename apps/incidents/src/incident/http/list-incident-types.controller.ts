import { ApiList, Answer, listOf, type List } from '@city/http';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { incidentTypes } from '../domain/incident-types/catalogue.js';
import type { IncidentType } from '../domain/incident-types/incident-type.js';
import { IncidentTypeList } from './incident.responses.js';

@ApiTags('Reference')
@Controller('v1/incident-types')
export class ListIncidentTypesController {
  @Get()
  @ApiList({ summary: 'All incident types at once', response: IncidentTypeList })
  list(): Answer<List<IncidentType>> {
    return new Answer(listOf(incidentTypes), { 'cache-control': 'private, max-age=300' });
  }
}
