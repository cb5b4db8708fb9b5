import type { Policies } from './auth/policies.js';
import type { RateLimit } from './auth/rate-limit.js';
import type { ErrorProblems } from './problems/problem-of.js';
import type { ProblemType } from './problems/problem.js';
import type { Clock, Ids } from './request/clock.js';

/** What a service tells the HTTP conventions about itself. */
export interface HttpOptions {
  readonly auth: Readonly<{
    issuer: string;
    audience: string;
    /** http, https or `file:` URL of the JWKS. */
    jwksUrl: string;
  }>;
  readonly policies: Policies;
  /** `FINGERPRINT_KEY`, 32 bytes, the same in all replicas. */
  readonly fingerprintKey: Buffer;
  /** The service's own problem types, beside the generic ones. */
  readonly problems?: readonly ProblemType[];
  /** Errors of other adapters by `name`: `{ DatabaseUnavailable: genericProblems.unavailable }`. */
  readonly errors?: ErrorProblems;
  readonly rateLimit?: RateLimit;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** DI token of the options. */
export const HTTP_OPTIONS = Symbol('HttpOptions');
