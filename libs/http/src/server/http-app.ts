import { LOGGER, NestLogger, type Logger } from '@city/observability';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AuthGuard } from '../auth/auth.guard.js';
import { policyOf } from '../auth/policies.js';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { serveDocuments, type DocumentOptions } from '../openapi/document.js';
import { httpAdapter, routesOf } from './fastify.js';
import { installHooks } from './hooks.js';

export interface HttpAppOptions extends DocumentOptions {
  readonly logger: Logger;
}

const instanceOf = (app: NestFastifyApplication): FastifyInstance =>
  app.getHttpAdapter().getInstance();

/** Hooks, `/docs` and `/openapi.json` for an application on `httpAdapter()`, before its `init`. */
export const setUpHttpApp = (app: NestFastifyApplication, options: DocumentOptions): void => {
  const instance = instanceOf(app);
  const routes = routesOf(instance);
  installHooks(instance, { routes, guard: app.get(AuthGuard), logger: app.get<Logger>(LOGGER) });
  serveDocuments(app, options);
  app.enableShutdownHooks();
};

/** A service over HTTP by all conventions, ready to listen. SIGTERM and SIGINT close it in order: no new
 *  connections, running requests end, then the modules' shutdown hooks. */
export const createHttpApp = async (
  module: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> => {
  const app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter(), {
    logger: new NestLogger(options.logger),
  });
  setUpHttpApp(app, options);
  return app;
};

const nameOf = ({ method, template }: Readonly<{ method: string; template: string }>): string =>
  `${method} ${template}`;

/** Routes that nobody thought of: each is refused with 403, and a test expects none. After `init`. */
export const unpolicedRoutes = (app: NestFastifyApplication): readonly string[] => {
  const { policies } = app.get<HttpOptions>(HTTP_OPTIONS);
  return routesOf(instanceOf(app))
    .all()
    .filter(({ method, template }) => policyOf(policies, method, template) === undefined)
    .map(nameOf);
};

/** Policies of routes that do not exist (a typing error, a route that went). After `init`. */
export const unusedPolicies = (app: NestFastifyApplication): readonly string[] => {
  const { policies } = app.get<HttpOptions>(HTTP_OPTIONS);
  const routes = new Set(routesOf(instanceOf(app)).all().map(nameOf));
  return Object.keys(policies).filter((name) => !routes.has(name));
};
