import {
  ApiProblems,
  actorOf,
  BodyStream,
  CallerOf,
  CLOCK,
  CorrelationId,
  Consumes,
  NDJSON,
  ndjsonLines,
  SpooledOutput,
  type Caller,
  type Clock,
} from '@city/http';
import { LOGGER, type Logger } from '@city/observability';
import { Controller, Inject, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { IMPORT_INCIDENT, type ImportIncident } from '../../application/import-incident.js';
import type { DistrictIndex } from '@city/geo';
import { DISTRICTS } from '../districts.js';
import { LineImporter } from './line-importer.js';
import { OrderedAnswers } from './ordered-answers.js';

const LINE_BYTES = 64 * 1024;
const UNREAD_BYTES = 1024 * 1024;

const example = [
  '{"externalId":"311-64219040","type":"dead-animal","summary":"Dead animal on the street",',
  '"location":{"longitude":120.62,"latitude":31.31},"reportedAt":"2025-02-28T22:14:00Z",',
  '"closedAt":"2025-03-01T14:23:00Z","agency":"DSNY"}\n',
].join('');
const answerExample =
  '{"line":1,"externalId":"311-64219040","outcome":"imported"}\n{"imported":1,"unchanged":0,"rejected":0}\n';

@ApiTags('Import')
@Controller('v1/incidents')
export class ImportIncidentsController {
  constructor(
    @Inject(IMPORT_INCIDENT) private readonly importIncident: ImportIncident,
    @Inject(DISTRICTS) private readonly districts: DistrictIndex,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post('import')
  @Consumes(NDJSON)
  @ApiOperation({
    summary: 'Import incidents of another system, line by line',
    description:
      'One JSON object a line (at most 64 KiB), any number of lines. The answer begins at once and has one line for each in the same order, then the totals. Good lines land whatever the others are. A second import changes nothing.',
  })
  @ApiBody({ schema: { type: 'string', description: 'NDJSON of import lines.', example } })
  @ApiResponse({
    status: 200,
    description: 'One line per line, then the totals.',
    content: { [NDJSON]: { schema: { type: 'string' }, example: answerExample } },
  })
  @ApiProblems()
  async import(
    @BodyStream() body: Readable,
    @CallerOf() caller: Caller,
    @CorrelationId() correlationId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': NDJSON, 'x-correlation-id': correlationId });
    reply.raw.flushHeaders();
    const importer = new LineImporter({
      ...{ importIncident: this.importIncident, districts: this.districts },
      importer: { actor: actorOf(caller), correlationId },
      ...{ now: () => this.clock.now(), log: this.logger },
    });
    const answers = new OrderedAnswers(new SpooledOutput(reply.raw, UNREAD_BYTES));
    try {
      for await (const line of ndjsonLines(body, LINE_BYTES))
        if (line.kind !== 'blank') await answers.add(importer.import(line));
      await answers.end();
    } catch (error) {
      // The status is sent: all that can be said is that the answer breaks off before its totals.
      this.logger.warn({ correlationId, err: error }, 'an import broke off');
      reply.raw.destroy();
      await answers.abandon();
    }
  }
}
