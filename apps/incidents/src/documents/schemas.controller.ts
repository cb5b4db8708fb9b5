import { jsonSchemaOf } from '@city/contracts-envelope';
import { incidentsRegistry } from '@city/contracts-incidents';
import { Answer, notFound } from '@city/http';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Config } from '../config.js';
import { CONFIG } from '../platform/platform.module.js';

/** What `ce_dataschema` of a published event points at. */
@ApiExcludeController()
@Controller('schemas')
export class SchemasController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get(':file')
  get(@Param('file') file: string): Answer<object> {
    const event = incidentsRegistry.get(file.replace(/\.json$/, ''));
    if (event === undefined || !file.endsWith('.json')) throw notFound();
    const url = `${this.config.PUBLIC_URL}/schemas/${file}`;
    return new Answer(jsonSchemaOf(event, url), { 'content-type': 'application/schema+json' });
  }
}
