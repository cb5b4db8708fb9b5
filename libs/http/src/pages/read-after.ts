import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { malformedParameter } from '../problems/generic-problems.js';

/** The position that a list should have seen; undefined without the header.
 *  @throws Problem 400 */
export const readAfterOf = (header: string | string[] | undefined): bigint | undefined => {
  if (header === undefined) return undefined;
  if (!/^\d{1,20}$/.test(String(header)))
    throw malformedParameter('Read-After', 'A Commit-Position: digits only.');
  return BigInt(String(header));
};

/** `Read-After`: `@ReadAfter() position: bigint | undefined`. */
export const ReadAfter = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readAfterOf(context.switchToHttp().getRequest<FastifyRequest>().headers['read-after']),
);
