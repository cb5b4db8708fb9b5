import { z } from 'zod';

// Control characters and halves of a character must not stand in an attribute (CE-5).
const wellFormed = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]*$/u;

/** The text of an attribute: well-formed Unicode without control characters. */
export const AttributeText = z
  .string()
  .regex(wellFormed, 'must not contain control characters or lone surrogates');

const NonEmpty = AttributeText.min(1);
const timestamp =
  /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** RFC 3339 with any offset; kept as it was written. */
export const Timestamp = NonEmpty.refine(
  (text) => timestamp.test(text) && !Number.isNaN(Date.parse(text.replace(/:60/, ':59'))),
  'must be an RFC 3339 timestamp',
);

const AbsoluteUri = NonEmpty.regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, 'must be an absolute URI');
const UriReference = NonEmpty.regex(/^\S+$/, 'must be a URI reference');
const MediaType = NonEmpty.regex(
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*(;.*)?$/,
  'must be a media type',
);

/** The value of an extension attribute. Integers are signed 32 bit, bytes travel as base64. */
export const AttributeValue = z.union([
  AttributeText,
  z.boolean(),
  z.int32(),
  z.instanceof(Uint8Array),
]);
export type AttributeValue = string | boolean | number | Uint8Array;

/** Names of attributes that are not extensions. */
export const contextAttributes = [
  ...(['specversion', 'id', 'source', 'type'] as const),
  ...(['datacontenttype', 'dataschema', 'subject', 'time'] as const),
] as const;
export type ContextAttribute = (typeof contextAttributes)[number];

const own: ReadonlySet<string> = new Set([...contextAttributes, 'data', 'data_base64']);

/** The name of an extension: lower-case letters and digits, a letter first, never one of CloudEvents' own. */
export const ExtensionName = z
  .string()
  .regex(/^[a-z][a-z0-9]*$/, 'must be lower-case letters and digits, a letter first')
  .refine((name) => !own.has(name), 'must not be the name of an attribute of CloudEvents');

/** Context attributes and extensions of a CloudEvent 1.0, without its data. */
export const CloudEventAttributes = z.strictObject({
  specversion: z.literal('1.0'),
  id: NonEmpty,
  source: UriReference,
  type: NonEmpty,
  datacontenttype: MediaType.optional(),
  dataschema: AbsoluteUri.optional(),
  subject: NonEmpty.optional(),
  time: Timestamp.optional(),
  extensions: z.record(ExtensionName, AttributeValue),
});

/** A CloudEvent 1.0. `source` and `id` together name one distinct event: an equal pair is a duplicate.
 *  No `data` member = no data; `data: null` = an explicit null. Bytes are a Uint8Array. */
export interface CloudEvent<Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly subject?: string;
  /** When it occurred, RFC 3339. */
  readonly time?: string;
  readonly extensions: Readonly<Record<string, AttributeValue>>;
  readonly data?: Data;
}
