import type { z } from 'zod';
import { jsonSchemaFrom } from './json-schema.js';
import { tolerant } from './tolerant.js';

/** A type of event that others may know: name, payload and examples. A released major never loses a member,
 *  gains a required one or loses a value; what is incompatible gets another type name (`….v2`). */
export interface IntegrationEvent<Type extends string = string, Data = unknown> {
  /** `city.<context>.<name>.v<major>`, the `type` of the CloudEvent. */
  readonly type: Type;
  readonly description: string;
  /** For writing: an unknown member is an error. */
  readonly data: z.ZodType<Data>;
  /** For reading: unknown members are dropped. */
  readonly reader: z.ZodType<Data>;
  readonly examples: readonly Data[];
}

/** The payload of a type of event, as TypeScript sees it. */
export type DataOf<Event extends IntegrationEvent> = z.output<Event['data']>;

/** Defines a type of event from the strict schema of its payload. The schema gets the type as its id.
 *  @throws TypeError when the type's name is not of our form */
export const integrationEvent = <Type extends string, Schema extends z.ZodType>(
  definition: Readonly<{
    type: Type;
    description: string;
    data: Schema;
    examples: readonly z.output<Schema>[];
  }>,
): IntegrationEvent<Type, z.output<Schema>> => {
  const { type, description, examples } = definition;
  if (!/^city\.[a-z-]+\.[a-z-]+\.v[1-9]\d*$/.test(type)) throw new TypeError(`bad type: ${type}`);
  const data = definition.data.meta({ id: type, description, examples: [...examples] });
  // The tolerant copy accepts the same members; the compiler cannot follow the walk through the schema.
  const reader = tolerant(definition.data) as z.ZodType<z.output<Schema>>;
  return { type, description, data: data as z.ZodType<z.output<Schema>>, reader, examples };
};

/** The JSON Schema (draft 2020-12) of a payload as readers may see it, for `GET /schemas/<type>.json`. */
export const jsonSchemaOf = (event: IntegrationEvent, url?: string): Record<string, unknown> => {
  const { $schema, ...rest } = jsonSchemaFrom(event.reader, 'draft-2020-12');
  return {
    $schema,
    ...(url !== undefined && { $id: url }),
    title: event.type,
    description: event.description,
    ...rest,
    examples: event.examples,
  };
};
