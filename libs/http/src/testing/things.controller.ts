import {
  Busy,
  OutcomeUnknown,
  StoreUnavailable,
  type Folded,
  type Outcome,
} from '@city/event-sourcing';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { answerOf, representationOf, type RefusalProblems } from '../answers/answer-of.js';
import type { Answer } from '../answers/answer.js';
import { actorOf, CallerOf, ensureMayRead, type Caller } from '../auth/caller.js';
import { CommandContextOf, contextAt, type RequestContext } from '../commands/command-context.js';
import { ApiCommand, ApiList, ApiOne } from '../openapi/decorators.js';
import { Cursors } from '../pages/cursor.js';
import { WantsGeoJson } from '../pages/geojson.js';
import { listOf, locatedListAnswer } from '../pages/list.js';
import { boundingBox, commaList, pageQuery, sortBy } from '../pages/queries.js';
import { ReadAfter } from '../pages/read-after.js';
import { CorrelationId } from '../request/request-scope.js';
import { BodyStream, Consumes, NDJSON } from '../server/consumes.js';

export const ThingId = z.uuid();

export const Thing = z
  .strictObject({
    id: ThingId,
    name: z.string(),
    location: z.strictObject({
      longitude: z.number().nullable(),
      latitude: z.number().nullable(),
    }),
  })
  .meta({ id: 'Thing' });
type Thing = z.infer<typeof Thing>;

export const MakeThing = z
  .strictObject({
    name: z.string().min(1),
    location: z
      .strictObject({ longitude: z.number(), latitude: z.number().min(-90).max(90) })
      .optional(),
    reporter: z.strictObject({ phone: z.string() }).optional(),
    occurredAt: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'MakeThing' });
type MakeThing = z.infer<typeof MakeThing>;

const ThingList = z
  .strictObject({ items: z.array(Thing), nextCursor: z.string().nullable() })
  .meta({ id: 'ThingList' });

const ListThings = z.strictObject({
  ...pageQuery,
  kind: commaList(z.enum(['a', 'b'])).optional(),
  sort: sortBy('name', 'openedAt').optional(),
  bbox: boundingBox.optional(),
});
type ListThings = z.infer<typeof ListThings>;

type Refusal = Readonly<{ type: 'ThingClosed' }> | Readonly<{ type: 'NoSuchTarget'; at: string }>;

export const thingProblems: RefusalProblems<Refusal> = {
  ThingClosed: {
    type: '/problems/thing-closed',
    status: 409,
    title: 'The thing is closed.',
    description: 'A closed thing takes no changes; <reopen> it first.',
  },
  NoSuchTarget: {
    type: '/problems/invalid-content',
    status: 422,
    title: 'The content is not valid.',
    description: '',
    errors: ({ at }) => [{ pointer: at, detail: 'There is no such thing.' }],
  },
};

export const THING = '6f1d7a52-70d3-4f6b-9d0e-3a5f4f1a0c11';
const thing: Thing = { id: THING, name: 'x', location: { longitude: 120.7, latitude: 31.3 } };

const folded: Folded<Thing> = {
  ...{ state: thing, revision: 17n, position: 8151n },
  ...{ effectiveAt: null, recordedAt: null },
};

/** What the store answers next; the specs set it. */
export const next: { outcome: Outcome<Thing, Refusal>; error: Error | undefined } = {
  outcome: { outcome: 'accepted', after: folded, recorded: 1, repeated: false },
  error: undefined,
};
export const accepted = next.outcome;
export const outcomes: Readonly<Record<string, Outcome<Thing, Refusal>>> = {
  closed: { outcome: 'rejected', rejection: { type: 'ThingClosed' }, at: folded },
  noTarget: { outcome: 'rejected', rejection: { type: 'NoSuchTarget', at: '#/into' }, at: folded },
  conflict: { outcome: 'revision-conflict', at: folded },
  reused: { outcome: 'key-reused' },
};
export const failures: Readonly<Record<string, () => Error>> = {
  StoreUnavailable: () => new StoreUnavailable(new Error('10.0.0.7 refused')),
  OutcomeUnknown: () => new OutcomeUnknown('thing-1', new Error('timeout')),
  Busy: () => new Busy('thing-1'),
  DatabaseUnavailable: () =>
    Object.assign(new Error('10.0.0.7 refused'), { name: 'DatabaseUnavailable' }),
  Error: () => new Error('secret: 10.0.0.7'),
};

const cursors = new Cursors(z.strictObject({ name: z.string() }));

@Controller('v1/things')
export class ThingsController {
  @Post()
  @ApiCommand({ summary: 'Makes a thing', created: true, response: Thing })
  make(
    @Body({ schema: MakeThing }) body: MakeThing,
    @CommandContextOf({ personal: ['/reporter'] }) context: RequestContext,
  ): Answer {
    const made = { body, context: contextAt(context, body.occurredAt) };
    return answerOf(next.outcome, {
      problems: thingProblems,
      location: ({ state }) => `/v1/things/${state.id}`,
      body: () => made,
    });
  }

  @Get()
  @ApiList({ summary: 'Lists things', response: ThingList, geo: true, readAfter: true })
  list(
    @Query({ schema: ListThings }) { cursor, limit, ...scope }: ListThings,
    @WantsGeoJson() geo: boolean,
    @ReadAfter() readAfter: bigint | undefined,
  ): Answer {
    const after = cursor === undefined ? undefined : cursors.decode(scope, cursor);
    const items = [thing, { ...thing, location: { longitude: null, latitude: null } }];
    const nextCursor = after === undefined ? cursors.encode(scope, { name: 'x' }) : null;
    const position = readAfter ?? 1n;
    return locatedListAnswer(listOf(items.slice(0, limit), nextCursor), {
      ...{ geo, place: 'location', position },
    });
  }

  @Get(':thingId')
  @ApiOne({ summary: 'Reads a thing', response: Thing })
  one(
    @Param('thingId', { schema: ThingId }) id: string,
    @CallerOf() caller: Caller,
  ): Answer<Thing> {
    ensureMayRead(caller, '320505');
    if (next.error) throw next.error;
    return representationOf(folded, { ...thing, id });
  }

  @Post(':thingId/closure')
  @ApiCommand({ summary: 'Closes a thing', response: Thing, problems: [thingProblems.ThingClosed] })
  close(
    @Param('thingId', { schema: ThingId }) id: string,
    @CommandContextOf() { commandId }: RequestContext,
  ): Answer {
    return answerOf(next.outcome, {
      problems: thingProblems,
      body: ({ state }) => ({ ...state, id, commandId }),
    });
  }

  @Post('import')
  @Consumes(NDJSON)
  async import(@BodyStream() stream: Readable): Promise<{ bytes: number }> {
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
    return { bytes };
  }

  @Get('nobody/thought-of')
  unpoliced(): string {
    return 'secret';
  }

  @Post('echo/caller')
  caller(@CallerOf() { subject, roles, districts }: Caller): object {
    return { subject, roles, districts: districts === '*' ? '*' : [...districts] };
  }

  @Post('echo/origin')
  origin(@CallerOf() caller: Caller, @CorrelationId() correlationId: string): object {
    return { actor: actorOf(caller), correlationId };
  }
}
