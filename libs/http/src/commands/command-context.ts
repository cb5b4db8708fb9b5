import { DNS_NAMESPACE, uuidV5, type CommandContext } from '@city/event-sourcing';
import {
  createParamDecorator,
  Inject,
  Injectable,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { CLOCK, IDS, type Clock, type Ids } from '../request/clock.js';
import { scopeOf } from '../request/request-scope.js';
import { ifMatchOf } from '../revisions/entity-tag.js';
import { fingerprintOf } from './fingerprint.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { occurredAtOf } from './occurred-at.js';

/** What a request says about its command. `occurredAt` is the route's to add: `contextAt`. */
export type RequestContext = Readonly<
  Omit<CommandContext, 'occurredAt'> & {
    /** When the request came, RFC 3339 UTC. */
    now: string;
  }
>;

export interface ContextOptions {
  /** JSON Pointers of the body's personal fields (`/reporter`), kept out of the fingerprint. */
  readonly personal?: readonly string[];
}

// Fixed for ever: the ids of commands that are in the store were made with it.
const COMMAND_NAMESPACE = uuidV5('commands.city', DNS_NAMESPACE);

/** The id of a command that came with a client's key. */
export const commandIdOf = (
  key: string,
  { subject, method, path }: Readonly<{ subject: string; method: string; path: string }>,
): string => uuidV5(JSON.stringify([key, subject, method, path]), COMMAND_NAMESPACE);

/** The context for the kernel, with the own time of what happened (the caller's, else now).
 *  @throws Problem 422 at `#/occurredAt` */
export const contextAt = (
  { now, ...context }: RequestContext,
  occurredAt?: string | null,
): CommandContext => ({ ...context, occurredAt: occurredAtOf(occurredAt, now) });

type Source = Readonly<{ request: FastifyRequest; options: ContextOptions }>;

@Injectable()
export class CommandContextPipe implements PipeTransform<Source, RequestContext> {
  constructor(
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  transform({ request, options }: Source): RequestContext {
    const { caller, correlationId } = scopeOf(request);
    const actor = { subject: caller?.subject ?? 'anonymous', roles: [...(caller?.roles ?? [])] };
    const ifMatch = ifMatchOf(request.headers['if-match']);
    return {
      ...this.identityOf(request, actor.subject, options.personal ?? []),
      ...{ correlationId, causationId: null, actor, now: this.clock.now() },
      ...(ifMatch !== undefined && { ifMatch }),
    };
  }

  private identityOf(
    request: FastifyRequest,
    subject: string,
    personal: readonly string[],
  ): Pick<CommandContext, 'commandId' | 'fingerprint' | 'twinPossible'> {
    const key = idempotencyKeyOf(request.headers['idempotency-key']);
    if (key === undefined)
      return { commandId: this.ids.next(), fingerprint: null, twinPossible: false };
    const { method } = request;
    const path = pathOf(request.url);
    const body = request.body ?? {};
    return {
      commandId: commandIdOf(key, { subject, method, path }),
      fingerprint: fingerprintOf(this.options.fingerprintKey, { method, path, body, personal }),
      twinPossible: true,
    };
  }
}

const uuids = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** The path that makes a command's id: ids in one spelling, so that one key is one command. */
const pathOf = (url: string): string =>
  (url.split('?', 1)[0] ?? '').replace(uuids, (id) => id.toLowerCase());

const source = createParamDecorator(
  (options: ContextOptions | undefined, context: ExecutionContext): Source => ({
    request: context.switchToHttp().getRequest<FastifyRequest>(),
    options: options ?? {},
  }),
);

/** The request's `RequestContext`: `@CommandContextOf({ personal: ['/reporter'] }) context`.
 *  Malformed `Idempotency-Key` or `If-Match`: 400. */
export const CommandContextOf = (options: ContextOptions = {}): ParameterDecorator =>
  source(options, CommandContextPipe);
