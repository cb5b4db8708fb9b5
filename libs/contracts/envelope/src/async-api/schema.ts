import type { z } from 'zod';
import { jsonSchemaFrom, type JsonObject } from '../json-schema.js';

/** A zod schema as AsyncAPI documents have it: their own dialect is that of draft 07. */
export const schemaOf = (schema: z.ZodType): JsonObject => {
  const { $schema: _dialect, ...rest } = jsonSchemaFrom(schema, 'draft-07');
  return rest;
};
