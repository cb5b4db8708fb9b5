import type { IntegrationEvent } from '@city/contracts-envelope';
import { jsonSchemaOf } from '@city/contracts-envelope';

/** A member of a payload, as a reader has to know it. */
export interface PayloadField {
  /** Its path: `point.longitude`. */
  readonly name: string;
  /** In words: `string (uuid) or null`. */
  readonly kind: string;
  readonly isOptional: boolean;
  readonly description: string;
}

/** What of JSON Schema our payloads are made of. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const plainKindOf = ({ type = 'any', format, minimum, maximum }: Schema): string => {
  if (format !== undefined) return `${type} (${format})`;
  if (minimum === undefined || maximum === undefined) return type;
  return `${type} (${String(minimum)} to ${String(maximum)})`;
};

const kindOf = (schema: Schema): string => {
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items !== undefined) return `list of ${kindOf(schema.items)}`;
  return plainKindOf(schema);
};

const partsOf = (schema: Schema): readonly Schema[] => [
  ...[schema, ...(schema.anyOf ?? [])].flatMap((part) => (part.items ? [part, part.items] : part)),
];

const membersOf = (schema: Schema, prefix: string): readonly PayloadField[] =>
  partsOf(schema).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, member]) => [
      {
        name: `${prefix}${name}`,
        kind: kindOf(member),
        isOptional: !required.includes(name),
        description:
          member.description ?? partsOf(member).find((part) => part.description)?.description ?? '',
      },
      ...membersOf(member, `${prefix}${name}.`),
    ]),
  );

/** The members of a type's payload, those within others right after them. */
export const payloadFieldsOf = (event: IntegrationEvent): readonly PayloadField[] =>
  membersOf(jsonSchemaOf(event), '');
