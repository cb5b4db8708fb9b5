import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { preferredMediaType } from '../request/media-types.js';
import { notFound } from './generic-problems.js';
import { ProblemTypes } from './problem-types.js';
import type { ProblemType } from './problem.js';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const page = ({ type, status, title, description }: ProblemType): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>
<p>${escaped(description)}</p>
<p>Status ${status}, type <code>${escaped(type)}</code></p>
</html>
`;

/** Explains a problem type to people and programs. */
@ApiExcludeController()
@Controller('problems')
export class ProblemTypesController {
  constructor(@Inject(ProblemTypes) private readonly types: ProblemTypes) {}

  @Get(':name')
  explain(
    @Param('name') name: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ProblemType | string {
    const type = this.types.find(name);
    if (type === undefined) throw notFound(`There is no problem type ${name}.`);
    reply.header('vary', 'Accept');
    if (preferredMediaType(accept, ['application/json', 'text/html']) !== 'text/html') return type;
    reply.type('text/html; charset=utf-8');
    return page(type);
  }
}
