import type { SwaggerDocumentOptions } from '@nestjs/swagger';
import { toJSONSchema, z } from 'zod';

type SchemaConverter = NonNullable<SwaggerDocumentOptions['standardSchemaConverter']>;

const isZodType = (schema: unknown): schema is z.ZodType => schema instanceof z.ZodType;

/** zod leaves examples and default of a schema out that transforms its input, since they might be of its output.
 *  Ours, where they are in the schema's metadata, are what goes over the wire. */
const keepMetadata: NonNullable<Parameters<typeof toJSONSchema>[1]>['override'] = ({
  zodSchema,
  jsonSchema,
}) => {
  const { examples, default: fallback } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples ??= examples;
  if (typeof fallback === 'number') jsonSchema.default ??= fallback;
};

/** OpenAPI 3.1 is JSON Schema 2020-12; left to itself, Nest asks for the dialect of 3.0. */
export const jsonSchema202012: SchemaConverter = (schema, { schemaType }) => {
  if (!isZodType(schema)) return undefined;
  const { $schema, $defs, ...converted } = toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    override: keepMetadata,
  });
  return { schema: converted, components: $defs ?? {} };
};

/** The body of every error answer, RFC 9457. */
export const ProblemBody = z
  .looseObject({
    type: z.string().describe('What kind of problem; GET on it explains.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('This case, for people.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().describe('JSON Pointer of a field of the body.'),
          parameter: z.string().optional().describe('Name of a path, query or header parameter.'),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'An error, RFC 9457.' });
