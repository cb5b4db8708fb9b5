import type { Logger } from '@city/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { AuthGuard } from '../auth/auth.guard.js';
import { genericProblems, notFound } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { scopeOf } from '../request/request-scope.js';
import { consumedTypes, ensureConsumable, NDJSON } from './consumes.js';
import type { RouteTable } from './route-table.js';

const BODY_TIMEOUT_MS = 60_000;
const DRAIN_TIMEOUT_MS = 3000;
const DRAIN_BYTES = 16 * 1024 * 1024;

/** No route: 405 with `Allow` where another method has one, 404 elsewhere; OPTIONS is answered. */
const answerUnrouted = (
  routes: RouteTable,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const methods = routes.methodsOf(request.url.split('?', 1)[0] ?? '');
  if (methods.length === 0) throw notFound();
  const allow = methods.join(', ');
  if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
  throw new Problem(genericProblems.methodNotAllowed, { headers: { allow } });
};

/** Cuts off a client that never ends its body. Streams may take as long as they like. */
const limitBodyTime = (request: FastifyRequest): void => {
  if (consumedTypes(request).includes(NDJSON)) return;
  const timer = setTimeout(() => request.raw.destroy(), BODY_TIMEOUT_MS);
  timer.unref();
  request.raw.once('close', () => {
    clearTimeout(timer);
  });
};

/** Reads what a client still sends, up to a limit: a connection that is closed with unread data loses the
 *  answer on its way. */
const drained = (raw: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let left = DRAIN_BYTES;
    const done = (): void => {
      clearTimeout(timer);
      raw.off('data', count).off('end', done).off('close', done).off('error', done);
      resolve();
    };
    const count = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) done();
    };
    const timer = setTimeout(done, DRAIN_TIMEOUT_MS);
    raw.on('data', count).once('end', done).once('close', done).once('error', done).resume();
  });

const CHARSET = '; charset=utf-8';

/** The types of the +json family know no charset (RFC 8259 §11), which Fastify adds to each. */
const withoutCharset = (reply: FastifyReply): void => {
  const type = reply.getHeader('content-type');
  if (typeof type === 'string' && type.endsWith(`+json${CHARSET}`))
    reply.header('content-type', type.slice(0, -CHARSET.length));
};

/** What happens to every request around its route. */
export const installHooks = (
  instance: FastifyInstance,
  { routes, guard, logger }: Readonly<{ routes: RouteTable; guard: AuthGuard; logger: Logger }>,
): void => {
  instance.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', scopeOf(request).correlationId);
    const path = request.url.split('?', 1)[0] ?? '';
    if (request.is404 || routes.isStaticForOthers(path, request.method))
      return answerUnrouted(routes, request, reply);
    await guard.admit(request);
    return undefined;
  });
  instance.addHook('preParsing', async (request) => {
    ensureConsumable(request);
    limitBodyTime(request);
    await Promise.resolve();
  });
  instance.addHook('onSend', async ({ raw }, reply) => {
    withoutCharset(reply);
    const isCut = reply.getHeader('connection') === 'close';
    if (isCut && !raw.readableEnded && !raw.destroyed) await drained(raw);
  });
  instance.addHook('onResponse', async (request, reply) => {
    const { correlationId } = scopeOf(request);
    const route = request.routeOptions.url ?? null;
    const { statusCode: status, elapsedTime: milliseconds } = reply;
    logger.debug(
      { correlationId, method: request.method, route, status, milliseconds },
      'answered',
    );
    await Promise.resolve();
  });
};
