import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { pointerOf } from './issues.js';

const takes = (context: ExecutionContext, kind: RouteParamtypes): boolean => {
  const args: unknown = Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  );
  return Object.keys(args ?? {}).some((key) => key.startsWith(`${kind}:`));
};

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

const detail = 'This is not known here.';

const refuseUnknownParameters = (request: FastifyRequest): void => {
  const unknown = keysOf(request.query);
  if (unknown.length === 0) return;
  throw new Problem(genericProblems.malformedRequest, {
    errors: unknown.map((parameter) => ({ parameter, detail })),
  });
};

const refuseBody = ({ body }: FastifyRequest): void => {
  if (body === undefined || body === null) return;
  const isEmpty = typeof body === 'object' && !Array.isArray(body) && keysOf(body).length === 0;
  if (isEmpty) return;
  const unknown = Array.isArray(body) ? [] : keysOf(body);
  throw new Problem(genericProblems.invalidContent, {
    errors: (unknown.length === 0 ? [[]] : unknown.map((key) => [key])).map((path) => ({
      pointer: pointerOf(path),
      detail,
    })),
  });
};

/** A route that declares no query or no body takes none: what is unknown is refused, not ignored. */
@Injectable()
export class StrictRequestGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.routeOptions.url?.startsWith('/v1/') !== true) return true;
    const readsAll = takes(context, RouteParamtypes.REQUEST);
    if (!readsAll && !takes(context, RouteParamtypes.QUERY)) refuseUnknownParameters(request);
    if (!readsAll && !takesBody(context, request)) refuseBody(request);
    return true;
  }
}

// A stream is read by its own decorator, and checked there line by line.
const takesBody = (context: ExecutionContext, { body }: FastifyRequest): boolean =>
  takes(context, RouteParamtypes.BODY) ||
  (typeof body === 'object' && body !== null && 'pipe' in body);
