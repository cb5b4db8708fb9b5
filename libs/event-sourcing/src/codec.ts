import type { z } from 'zod';
import { EventMetadata } from './event-metadata.js';
import type { StoredEvent } from './event-store.js';
import type { Message, MessageOf, Schemas } from './message.js';
import { NewerSchema, UnknownEventType, UnreadableEvent } from './unreadable-event.js';

/** An event in the form that the store keeps. */
export interface EncodedEvent {
  readonly type: string;
  /** JSON values only. */
  readonly data: unknown;
  readonly schemaVersion: number;
}

export interface DecodedEvent<Event> {
  readonly event: Event;
  readonly metadata: EventMetadata;
}

/** The two directions between domain events and what stands in the store. */
export interface Codec<Event> {
  /** @throws an error of the schema when the event does not match it: a mistake in the program */
  encode(event: Event): EncodedEvent;
  /** @throws UnknownEventType, NewerSchema, UnreadableEvent */
  decode(stored: StoredEvent): DecodedEvent<Event>;
}

/** Per event type the pure steps v(n) -> v(n+1), oldest first. The schemas describe today's shape, so a
 *  type with two steps is at schema version 3. `never` lets each step name its own older shape. */
export type Upcasters<Types extends string = string> = Readonly<
  Partial<Record<Types, readonly ((older: never) => unknown)[]>>
>;

/** The codec of a table of schemas; its keys are the stored type names. */
export const codecFor = <S extends Schemas>(
  schemas: S,
  upcasters?: Upcasters<keyof S & string>,
): Codec<MessageOf<S>> => {
  const schemaOf = (type: string): z.ZodType | undefined =>
    Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  const stepsOf = (type: keyof S & string) => upcasters?.[type] ?? [];

  const encode = ({ type, data }: Message): EncodedEvent => {
    const schema = schemaOf(type);
    if (schema === undefined) throw new TypeError(`no schema for events of type ${type}`);
    // The copy is what the store will give back: without undefined members, and never a Date.
    const json: unknown = JSON.parse(JSON.stringify(schema.parse(data)));
    return { type, data: json, schemaVersion: stepsOf(type).length + 1 };
  };

  const decode = (stored: StoredEvent): DecodedEvent<MessageOf<S>> => {
    const schema = schemaOf(stored.type);
    if (schema === undefined) throw new UnknownEventType(stored);
    const metadata = metadataOf(stored);
    const steps = stepsOf(stored.type);
    if (metadata.schemaVersion > steps.length + 1) {
      throw new NewerSchema(stored, metadata.schemaVersion, steps.length + 1);
    }
    const data = todaysData(stored, schema, steps.slice(metadata.schemaVersion - 1));
    // The table ties the type to the shape of its data; the compiler cannot follow a key read from a store.
    return { event: { type: stored.type, data } as MessageOf<S>, metadata };
  };

  return { encode, decode };
};

const metadataOf = (stored: StoredEvent): EventMetadata => {
  const { success, data, error } = EventMetadata.safeParse(stored.metadata);
  if (!success) throw new UnreadableEvent(stored, error);
  return data;
};

const todaysData = (
  stored: StoredEvent,
  schema: z.ZodType,
  steps: readonly ((older: never) => unknown)[],
): unknown => {
  try {
    return schema.parse(steps.reduce<unknown>((older, step) => step(older as never), stored.data));
  } catch (error) {
    throw new UnreadableEvent(stored, error);
  }
};
