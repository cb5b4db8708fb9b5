import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { genericProblems, notFound } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { scopeOf } from '../request/request-scope.js';

/** The ladder, lowest first: who is named admits all above. */
export const LADDER = ['viewer', 'operator', 'dispatcher', 'supervisor', 'admin'] as const;
/** Beside the ladder: each may do only what names it. */
export const SEPARATE_ROLES = ['gateway', 'partner', 'responder'] as const;

export const ROLES = [...LADDER, ...SEPARATE_ROLES] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: the token's subject, the roles that we know, and the districts that it may see. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly districts: '*' | ReadonlySet<string>;
  /** The unit that a responder is the crew of. */
  readonly unit?: string;
}

/** Claims of a token besides those that its check covers (iss, aud, exp). */
export const Claims = z.object({
  sub: z.string().min(1).max(255),
  roles: z.array(z.string()),
  districts: z.array(z.string()).default([]),
  unit: z.string().optional(),
  exp: z.number(),
});
export type Claims = z.infer<typeof Claims>;

const isRole = (role: string): role is Role => ROLES.some((known) => known === role);

export const callerOf = ({ sub, roles, districts, unit }: Claims): Caller => ({
  subject: sub,
  roles: roles.filter(isRole),
  districts: districts.includes('*') ? '*' : new Set(districts),
  ...(unit !== undefined && { unit }),
});

/** The roles that a route admits when it names these. */
export const admitted = (named: readonly Role[]): ReadonlySet<Role> =>
  new Set(
    named.flatMap((role): readonly Role[] => {
      const step = LADDER.findIndex((rung) => rung === role);
      return step < 0 ? [role] : LADDER.slice(step);
    }),
  );

/** May the caller do what a route that names these roles does? */
export const hasRole = ({ roles }: Caller, ...named: readonly Role[]): boolean => {
  const enough = admitted(named);
  return roles.some((role) => enough.has(role));
};

/** Does an object of this district exist for the caller? `outside` is a district like the others. */
export const mayRead = ({ districts }: Caller, district: string): boolean =>
  districts === '*' || districts.has(district);

/** @throws Problem 404 for an object outside the caller's districts */
export const ensureMayRead = (caller: Caller, district: string): void => {
  if (!mayRead(caller, district)) throw notFound();
};

/** The request's caller.
 *  @throws Problem 401 on a public route, where there is none */
export const requestCaller = (request: FastifyRequest): Caller => {
  const { caller } = scopeOf(request);
  if (caller === undefined) throw new Problem(genericProblems.unauthenticated);
  return caller;
};

/** Who asks: `@CallerOf() caller: Caller`. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requestCaller(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The districts that a caller may read, for a query; '*' = all. */
export const visibleDistricts = ({ districts }: Caller): '*' | readonly string[] =>
  districts === '*' ? '*' : [...districts];

/** Who acts, for an event's metadata. */
export const actorOf = ({ subject, roles }: Caller): { subject: string; roles: string[] } => ({
  subject,
  roles: [...roles],
});
