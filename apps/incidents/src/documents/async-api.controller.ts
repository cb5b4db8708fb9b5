import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { asyncApi } from './async-api.js';

/** The topics, for tools. */
@ApiExcludeController()
@Controller('asyncapi.json')
export class AsyncApiController {
  @Get()
  get(): object {
    return asyncApi;
  }
}
