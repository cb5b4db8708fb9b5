import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { isUtf8, mediaTypeOf } from '../request/media-types.js';

export const NDJSON = 'application/x-ndjson';

const usual: readonly string[] = ['application/json'];

/** The content types that a route takes in place of JSON. */
export const Consumes = (...types: readonly string[]): MethodDecorator =>
  applyDecorators(RouteConfig({ consumes: types }), ApiConsumes(...types));

/** The types that the matched route takes. */
export const consumedTypes = (request: FastifyRequest): readonly string[] => {
  const config: object = request.routeOptions.config;
  // Only Consumes writes this member.
  return 'consumes' in config ? (config.consumes as readonly string[]) : usual;
};

/** Does the request announce a body? */
export const announcesBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** @throws Problem 415 when a body of another type, or a compressed one, is on its way */
export const ensureConsumable = (request: FastifyRequest): void => {
  if (!announcesBody(request) || ['GET', 'HEAD'].includes(request.method)) return;
  const type = mediaTypeOf(request.headers['content-type']);
  const types = consumedTypes(request);
  const coding = request.headers['content-encoding'] ?? 'identity';
  const isPlain = coding === 'identity' && isUtf8(request.headers['content-type']);
  if (type !== undefined && types.includes(type) && isPlain) return;
  throw new Problem(genericProblems.unsupportedMediaType, {
    detail: `Send ${types.join(' or ')}, in UTF-8, without a content coding.`,
    headers: { accept: types.join(', ') },
  });
};

const streamOf = (body: unknown): Readable => (body instanceof Readable ? body : Readable.from([]));

/** The body as it arrives, of any size: for routes with `@Consumes(NDJSON)`. Empty without a body. */
export const BodyStream = createParamDecorator((_: unknown, context: ExecutionContext) =>
  streamOf(context.switchToHttp().getRequest<FastifyRequest>().body),
);
