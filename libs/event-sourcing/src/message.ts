import type { z } from 'zod';

/** Payload schemas by stored type name: the keys are what stands in the store. */
export type Schemas = Readonly<Record<string, z.ZodType>>;

/** A command or a domain event: a name and its payload. */
export type Message = Readonly<{ type: string; data: unknown }>;

/** The union of messages that a table of schemas describes. */
export type MessageOf<S extends Schemas> = {
  [T in keyof S & string]: Readonly<{ type: T; data: z.output<S[T]> }>;
}[keyof S & string];
