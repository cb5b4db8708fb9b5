import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { malformedParameter } from '../problems/generic-problems.js';

/** A revision that no stream ever has: a condition that can only fail. */
export const UNREACHABLE_REVISION = 2n ** 63n - 1n;

/** The strong entity tag of a revision. */
export const entityTagOf = (revision: bigint): string => `"${revision}"`;

const tag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const tagList = new RegExp(String.raw`^\s*${tag}(?:\s*,\s*${tag})*\s*$`);

const revisionOf = (entityTag: string): bigint | undefined => {
  const digits = /^"(0|[1-9]\d{0,18})"$/.exec(entityTag)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
};

/** The revision that `If-Match` insists on; undefined where there is no condition.
 *  `*` asks that the object exists, which every route does anyway. Weak tags and tags that are no
 *  revision never match (RFC 9110 §13.1.1): 412. Several different revisions in one list are 400, since
 *  a command is checked against one.
 *  @throws Problem 400 */
export const ifMatchOf = (header: string | undefined): bigint | undefined => {
  if (header === undefined || header.trim() === '*') return undefined;
  if (!tagList.test(header))
    throw malformedParameter('If-Match', 'An entity tag stands in double quotes, like "17".');
  const tags = header.match(new RegExp(tag, 'g')) ?? [];
  const revisions = new Set(tags.map(revisionOf).filter((revision) => revision !== undefined));
  if (revisions.size > 1) throw malformedParameter('If-Match', 'Name one revision.');
  return revisions.values().next().value ?? UNREACHABLE_REVISION;
};

/** The revision of `If-Match`: bigint, or undefined without a condition. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  ifMatchOf(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);
