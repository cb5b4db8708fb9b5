import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../auth/caller.js';

/** What is known about a request besides what it carries. */
export interface RequestScope {
  readonly correlationId: string;
  /** The policy of the route has been checked. */
  admitted: boolean;
  /** Undefined on public routes. */
  caller: Caller | undefined;
}

const scopes = new WeakMap<object, RequestScope>();

const single = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';

/** The caller's own id where it is a plain token, else the trace's, else a new one. */
export const correlationIdOf = (headers: IncomingHttpHeaders): string => {
  const own = single(headers['x-correlation-id']);
  if (/^[\w.:~-]{1,128}$/.test(own)) return own;
  const trace = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/.exec(
    single(headers.traceparent),
  )?.[1];
  return trace !== undefined && /[^0]/.test(trace) ? trace : randomUUID();
};

/** The same object from the first hook to the last log line of a request. */
export const scopeOf = (request: FastifyRequest): RequestScope => {
  const known = scopes.get(request.raw);
  if (known !== undefined) return known;
  const scope = {
    correlationId: correlationIdOf(request.headers),
    admitted: false,
    caller: undefined,
  };
  scopes.set(request.raw, scope);
  return scope;
};

/** What ties everything that a request leads to together: `@CorrelationId() correlationId: string`. */
export const CorrelationId = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    scopeOf(context.switchToHttp().getRequest<FastifyRequest>()).correlationId,
);
