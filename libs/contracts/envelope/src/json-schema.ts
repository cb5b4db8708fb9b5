import { z } from 'zod';

export type JsonObject = Readonly<Record<string, unknown>>;

// Halves of characters cannot stand in UTF-8 anyway, and many regular expressions do not know them.
const SURROGATES = String.raw`\ud800-\udfff`;

// A format says what zod's long pattern for it says, and does not change with zod.
const override = ({
  jsonSchema,
}: Readonly<{ jsonSchema: { format?: string; pattern?: string } }>): void => {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.pattern !== undefined)
    jsonSchema.pattern = jsonSchema.pattern.replace(SURROGATES, '');
};

/** A zod schema as JSON Schema of what may come in. */
export const jsonSchemaFrom = (
  schema: z.ZodType,
  target: 'draft-07' | 'draft-2020-12',
): JsonObject => {
  const converted = z.toJSONSchema(schema, { target, io: 'input', override });
  return Object.fromEntries(
    // zod hangs a hidden validator on the schema; a plain object is what goes over the wire.
    Object.entries(converted).filter(([name]) => !name.startsWith('~')),
  );
};
