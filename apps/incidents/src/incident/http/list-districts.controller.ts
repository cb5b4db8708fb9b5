import { Answer } from '@city/http';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { DistrictIndex } from '@city/geo';
import { districtsExample } from './incident.examples.js';
import { DISTRICTS } from './districts.js';

const DistrictCollection = z
  .looseObject({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.looseObject({
        type: z.literal('Feature'),
        geometry: z.looseObject({ type: z.string() }),
        properties: z.looseObject({
          code: z.string(),
          name: z.string(),
          approximate: z.boolean(),
        }),
      }),
    ),
  })
  .meta({ id: 'DistrictCollection', examples: [districtsExample] });

@ApiTags('Reference')
@Controller('v1/districts')
export class ListDistrictsController {
  constructor(@Inject(DISTRICTS) private readonly districts: DistrictIndex) {}

  @Get()
  @ApiOperation({
    summary: 'The districts of the city as one GeoJSON FeatureCollection',
    description: '`approximate` areas are nearest-seat cells, no boundaries.',
  })
  @ApiResponse({ status: 200, description: 'All at once.', standardSchema: DistrictCollection })
  list(): Answer<object> {
    return new Answer(this.districts.featureCollection(), {
      'content-type': 'application/geo+json',
    });
  }
}
