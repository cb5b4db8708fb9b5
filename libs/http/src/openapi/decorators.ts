import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { GEO_JSON } from '../pages/geojson.js';
import type { ProblemType } from '../problems/problem.js';

/** Where the problems of an operation wait for the document to be finished. */
export const PROBLEMS_EXTENSION = 'x-problems';

/** The problem types of a route beside those that every route may answer. */
export const ApiProblems = (...types: readonly ProblemType[]): MethodDecorator =>
  applyDecorators(
    ApiExtension(
      PROBLEMS_EXTENSION,
      types.map(({ type, status, title }) => ({ type, status, title })),
    ),
  );

const textHeader = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const, example },
});

const revisionHeaders = {
  ETag: textHeader('Revision of the object.', '"17"'),
  'Commit-Position': textHeader('Place of its last event in the store.', '8151'),
};

const modelHeaders = {
  'Read-Model-Position': textHeader('How far the list has seen.', '8151'),
};

const optionalHeader = (name: string, description: string, example: string) =>
  ApiHeader({ name, description, required: false, schema: { type: 'string', example } });

const readAfterHeader = optionalHeader(
  'Read-After',
  'Wait up to 1 s until the list has seen this position.',
  '8151',
);

export interface Described {
  readonly summary: string;
  readonly description?: string;
  /** Schema of the answer. */
  readonly response: z.ZodType;
}

const operation = ({ summary, description }: Described): MethodDecorator =>
  ApiOperation({ summary, ...(description !== undefined && { description }) });

/** A command: answers with the new representation; `created` when it makes the thing. */
export const ApiCommand = (
  described: Described & Readonly<{ created?: boolean; problems?: readonly ProblemType[] }>,
): MethodDecorator =>
  applyDecorators(
    operation(described),
    optionalHeader('Idempotency-Key', 'Makes a repeat harmless.', '"8e03978e-40d5-43e8-bc93"'),
    optionalHeader('If-Match', 'Only when the object is at this revision.', '"17"'),
    ApiResponse({
      status: described.created === true ? 201 : 200,
      description: described.created === true ? 'Created.' : 'As it is now.',
      standardSchema: described.response,
      headers: {
        ...revisionHeaders,
        ...(described.created === true && { Location: textHeader('Where it is.', '/v1/…') }),
      },
    }),
    ApiProblems(...(described.problems ?? [])),
  );

/** One thing, with its ETag. */
export const ApiOne = (described: Described): MethodDecorator =>
  applyDecorators(
    operation(described),
    ApiResponse({
      status: 200,
      description: 'As it is now.',
      standardSchema: described.response,
      headers: revisionHeaders,
    }),
  );

/** A list; with `geo` also as GeoJSON, with `readAfter` from a read model that can be waited for. */
export const ApiList = (
  described: Described & Readonly<{ geo?: boolean; readAfter?: boolean }>,
): MethodDecorator =>
  applyDecorators(
    operation(described),
    ...(described.readAfter === true ? [readAfterHeader] : []),
    ApiResponse({
      status: 200,
      description: 'A page.',
      standardSchema: described.response,
      ...(described.readAfter === true && { headers: modelHeaders }),
    }),
    ...(described.geo === true ? [ApiExtension(GEO_EXTENSION, true)] : []),
  );

/** Marks an operation that also answers GeoJSON. */
export const GEO_EXTENSION = 'x-geojson';
export const geoJsonContent = {
  [GEO_JSON]: {
    schema: {
      type: 'object',
      required: ['type', 'features', 'nextCursor'],
      properties: {
        type: { const: 'FeatureCollection' },
        features: { type: 'array', items: { type: 'object' } },
        nextCursor: { type: ['string', 'null'] },
      },
    },
  },
};
