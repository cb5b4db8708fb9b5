import type { SwaggerDocumentOptions } from '@nestjs/swagger';
import { toJSONSchema, z } from 'zod';

type SchemaConverter = NonNullable<SwaggerDocumentOptions['standardSchemaConverter']>;

const isZodType = (schema: unknown): schema is z.ZodType => schema instanceof z.ZodType;

/** zod leaves the examples of a schema out that transforms its input, since they might be of its output. Ours are
 *  what goes over the wire. */
const keepExamples: NonNullable<Parameters<typeof toJSONSchema>[1]>['override'] = ({
  zodSchema,
  jsonSchema,
}) => {
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (Array.isArray(examples)) jsonSchema.examples ??= examples;
};

/** OpenAPI 3.1 is JSON Schema 2020-12; left to itself, Nest asks for the dialect of 3.0. */
export const jsonSchema202012: SchemaConverter = (schema, { schemaType }) => {
  if (!isZodType(schema)) return undefined;
  const { $schema, $defs, ...converted } = toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    override: keepExamples,
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
