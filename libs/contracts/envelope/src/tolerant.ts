import { z } from 'zod';

const rebuilt = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodObject) {
    const members = Object.entries<z.ZodType>(schema.shape);
    return z.object(Object.fromEntries(members.map(([name, of]) => [name, tolerant(of)])));
  }
  if (schema instanceof z.ZodArray) return z.array(tolerant(schema.element as z.ZodType));
  if (schema instanceof z.ZodNullable) return tolerant(schema.unwrap() as z.ZodType).nullable();
  if (schema instanceof z.ZodOptional) return tolerant(schema.unwrap() as z.ZodType).optional();
  return schema;
};

const leaves = [
  ...[z.ZodString, z.ZodStringFormat, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral],
  ...[z.ZodObject, z.ZodArray, z.ZodNullable, z.ZodOptional],
];

/** The same schema for readers: members that it does not know are dropped, at every depth, so that a producer
 *  may add some. @throws TypeError for a kind of schema that it cannot look into (unions, records). */
export const tolerant = (schema: z.ZodType): z.ZodType => {
  if (!leaves.some((kind) => schema instanceof kind)) {
    throw new TypeError(`cannot make a tolerant reader of a schema of type ${schema.type}`);
  }
  const copy = rebuilt(schema);
  const description = schema.meta()?.description;
  return copy === schema || description === undefined ? copy : copy.meta({ description });
};
