import { LOGGER, type Logger } from '@city/observability';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AnswerInterceptor } from './answers/answer.interceptor.js';
import { AuthGuard } from './auth/auth.guard.js';
import { keySourceOf } from './auth/key-source.js';
import { RateLimiter } from './auth/rate-limit.js';
import { TokenChecker } from './auth/token-checker.js';
import { HTTP_OPTIONS, type HttpOptions } from './http-options.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ProblemTypesController } from './problems/problem-types.controller.js';
import { ProblemTypes } from './problems/problem-types.js';
import { CLOCK, IDS, millisecondsOf, randomIds, systemClock } from './request/clock.js';
import { StrictRequestGuard } from './validation/strict-request.guard.js';
import { ValidationPipe } from './validation/validation.pipe.js';

const guardOf = (options: HttpOptions): AuthGuard => {
  const clock = options.clock ?? systemClock;
  const now = (): number => millisecondsOf(clock);
  const { issuer, audience, jwksUrl } = options.auth;
  const checker = new TokenChecker({ issuer, audience, keys: keySourceOf(jwksUrl, now), now });
  return new AuthGuard(options.policies, checker, new RateLimiter(options.rateLimit, now));
};

const providersOf = (options: HttpOptions): Provider[] => [
  { provide: HTTP_OPTIONS, useValue: options },
  { provide: CLOCK, useValue: options.clock ?? systemClock },
  { provide: IDS, useValue: options.ids ?? randomIds },
  { provide: ProblemTypes, useValue: new ProblemTypes(options.problems ?? []) },
  { provide: AuthGuard, useValue: guardOf(options) },
  {
    provide: ProblemFilter,
    inject: [LOGGER],
    useFactory: (logger: Logger) => new ProblemFilter(options.errors ?? {}, logger),
  },
  { provide: APP_GUARD, useExisting: AuthGuard },
  { provide: APP_GUARD, useClass: StrictRequestGuard },
  { provide: APP_FILTER, useExisting: ProblemFilter },
  { provide: APP_PIPE, useFactory: () => new ValidationPipe() },
  { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
];

/** What every service does the same way over HTTP. Needs `ObservabilityModule`. */
@Module({})
export class HttpModule {
  static forRoot(options: HttpOptions): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      controllers: [ProblemTypesController],
      providers: providersOf(options),
      exports: [HTTP_OPTIONS, CLOCK, IDS, ProblemTypes, AuthGuard, ProblemFilter],
    };
  }
}
