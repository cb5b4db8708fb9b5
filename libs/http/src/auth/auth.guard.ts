import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { scopeOf } from '../request/request-scope.js';
import { hasRole } from './caller.js';
import { policyOf, type Policies } from './policies.js';
import type { RateLimiter } from './rate-limit.js';
import { unauthenticated, type TokenChecker } from './token-checker.js';

const bearerOf = (header: string | undefined): string => {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated('The request carries no bearer token.');
  return token;
};

/** Lets a request in by the policy of its route. A route without a policy lets nobody in. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly policies: Policies,
    private readonly checker: TokenChecker,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    await this.admit(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** Called as soon as the route is known, before any byte of the body is read.
   *  @throws Problem 401, 403, 429, 503 */
  async admit(request: FastifyRequest): Promise<void> {
    const scope = scopeOf(request);
    if (scope.admitted) return;
    const policy = policyOf(this.policies, request.method, request.routeOptions.url ?? '');
    if (policy !== 'public') {
      const caller = await this.checker.check(bearerOf(request.headers.authorization));
      if (policy === undefined || !hasRole(caller, ...policy.roles))
        throw new Problem(genericProblems.forbidden);
      this.limiter.take(caller.subject);
      scope.caller = caller;
    }
    scope.admitted = true;
  }
}
