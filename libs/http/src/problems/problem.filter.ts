import type { Logger } from '@city/observability';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scopeOf } from '../request/request-scope.js';
import { problemOf, type ErrorProblems } from './problem-of.js';
import type { Problem } from './problem.js';

/** Every error leaves the service as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly errors: ErrorProblems,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also for what fails before a route is found. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error, this.errors);
    const { correlationId } = scopeOf(request);
    this.log(error, problem, request);
    if (reply.raw.headersSent) {
      // Half an answer is out; only a cut connection tells the client that the rest is missing.
      reply.raw.destroy();
      return;
    }
    const body =
      problem.details.status >= 500 ? { ...problem.details, correlationId } : problem.details;
    reply
      .code(problem.details.status)
      .headers({ ...problem.headers, 'x-correlation-id': correlationId })
      .type('application/problem+json')
      .send(body);
  }

  private log(error: unknown, { kind }: Problem, request: FastifyRequest): void {
    if (kind.status < 500) return;
    const { correlationId } = scopeOf(request);
    const record = {
      ...{ correlationId, type: kind.type, method: request.method },
      route: request.routeOptions.url ?? null,
      err: error,
    };
    if (kind.status === 503) this.logger.warn(record, 'a request could not be served');
    else this.logger.error(record, 'a request failed');
  }
}
