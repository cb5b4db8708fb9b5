import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { genericProblems } from '../problems/generic-problems.js';
import { problemOf } from '../problems/problem-of.js';
import { Problem } from '../problems/problem.js';
import { scopeOf } from '../request/request-scope.js';
import { NDJSON } from './consumes.js';
import { RouteTable } from './route-table.js';

export const BODY_LIMIT = 1024 * 1024;

/** The router cannot read the URL: before any hook or filter. */
const onUnreadableUrl = (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
  const { details } = problemOf(error);
  const kind =
    details.status < 500 ? genericProblems.malformedRequest : genericProblems.internalError;
  const problem = new Problem(kind, { detail: 'The path cannot be read.' });
  // No hook of ours runs here, and Fastify would name a charset, which JSON does not have.
  reply.hijack();
  reply.raw
    .writeHead(problem.details.status, {
      'content-type': 'application/problem+json',
      'x-correlation-id': scopeOf(request).correlationId,
    })
    .end(JSON.stringify(problem.details));
};

/** The bytes are no HTTP, or the headers are too large or too slow. */
const onBadBytes = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(new Problem(genericProblems.malformedRequest).details);
  const lines = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
};

type Done = (error: Error | null, body?: unknown) => void;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const notUtf8 = { detail: 'The body is not UTF-8.' };

/** undefined = not UTF-8: read as such, its bytes would be changed. */
const textOf = (body: Buffer): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

const takeBodies = (adapter: FastifyAdapter, instance: FastifyInstance): void => {
  const parse = instance.getDefaultJsonParser('error', 'error');
  adapter.useBodyParser(
    'application/json',
    false,
    { bodyLimit: BODY_LIMIT },
    // An absent body is `{}` to the validation.
    (request: FastifyRequest, body: Buffer, done: Done) => {
      const text = textOf(body);
      if (text === undefined) done(new Problem(genericProblems.malformedRequest, notUtf8));
      else if (text === '') done(null, undefined);
      else void parse(request, text, done);
    },
  );
  instance.addContentTypeParser(NDJSON, (_request, payload, done) => {
    done(null, payload);
  });
};

const tables = new WeakMap<object, RouteTable>();

/** Fastify with our limits and parsers; hooks come with `setUpHttpApp`. */
export const httpAdapter = (): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: false,
    // An import may send for hours; ordinary bodies have their own limit in the hooks.
    requestTimeout: 0,
    keepAliveTimeout: 72_000,
    return503OnClosing: false,
    frameworkErrors: onUnreadableUrl,
    clientErrorHandler: onBadBytes,
    routerOptions: { maxParamLength: 500 },
  });
  const instance = adapter.getInstance<FastifyInstance>();
  const routes = new RouteTable();
  tables.set(instance, routes);
  instance.addHook('onRoute', ({ method, url }) => {
    routes.add(method, url);
  });
  takeBodies(adapter, instance);
  return adapter;
};

/** The routes of an adapter that `httpAdapter` made.
 *  @throws Error for any other */
export const routesOf = (instance: object): RouteTable => {
  const routes = tables.get(instance);
  if (routes === undefined) throw new Error('the application does not stand on httpAdapter()');
  return routes;
};
