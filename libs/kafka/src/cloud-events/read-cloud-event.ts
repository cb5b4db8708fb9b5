import { CloudEventAttributes, contextAttributes, type CloudEvent } from '@city/contracts-envelope';
import { dataFromBytes, jsonOf, textOf } from './event-data.js';
import { fromJsonFormat } from './json-format.js';
import { essenceOf, isStructured } from './media-type.js';
import {
  Malformed,
  type IncomingRecord,
  type ReadResult,
  type HeaderValue,
  type RecordHeaders,
} from './record.js';

/** Reads a record in either mode of the Kafka binding. Nothing is added and no text is changed: writing the
 *  event again gives the same event. In binary mode every extension is a string. */
export const readCloudEvent = (record: IncomingRecord): ReadResult => {
  try {
    const headers = decoded(record.headers ?? {});
    const contentType = headers.get('content-type');
    const event =
      contentType !== undefined && isStructured(contentType)
        ? structured(record, contentType)
        : binary(record, headers, contentType);
    return { outcome: 'read', event };
  } catch (error) {
    if (error instanceof Malformed) return { outcome: 'unreadable', reason: error.message };
    throw error;
  }
};

/** Names in lower case, values as text. Of several values under one name the last counts. */
const decoded = (headers: RecordHeaders): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? (value as readonly HeaderValue[]).at(-1) : value;
    const lower = name.toLowerCase();
    if (last === undefined || last === null || !isOurs(lower)) continue;
    texts.set(
      lower,
      typeof last === 'string' ? last : textOf(last as Uint8Array, `header ${lower}`),
    );
  }
  return texts;
};

// Headers of others may hold any bytes and are none of our business.
const isOurs = (name: string): boolean => name === 'content-type' || name.startsWith('ce_');

const binary = (
  { value }: IncomingRecord,
  headers: ReadonlyMap<string, string>,
  contentType: string | undefined,
): CloudEvent => {
  const attributes: Record<string, unknown> = {};
  for (const [name, text] of headers) {
    // Some senders repeat the content type here; the binding has no such header, and content-type decides.
    if (name.startsWith('ce_') && name !== 'ce_datacontenttype') attributes[name.slice(3)] = text;
  }
  if (contentType !== undefined) attributes.datacontenttype = contentType;
  const data = value === null ? undefined : dataFromBytes(value, contentType);
  return eventOf(attributes, data);
};

const structured = ({ value }: IncomingRecord, contentType: string): CloudEvent => {
  const format = essenceOf(contentType);
  // There is no batch mode on Kafka, and other formats we can only pass on untouched.
  if (format !== 'application/cloudevents+json') throw new Malformed(`unknown format ${format}`);
  if (value === null) throw new Malformed('a structured event has no value');
  const { attributes, data } = fromJsonFormat(jsonOf(value, 'the event'));
  return eventOf(attributes, data);
};

const ours: ReadonlySet<string> = new Set(contextAttributes);

const eventOf = (attributes: Record<string, unknown>, data: unknown): CloudEvent => {
  const entries = Object.entries(attributes);
  const checked = CloudEventAttributes.safeParse({
    ...Object.fromEntries(entries.filter(([name]) => ours.has(name))),
    extensions: Object.fromEntries(entries.filter(([name]) => !ours.has(name))),
  });
  if (!checked.success) throw new Malformed(reasonOf(checked.error.issues));
  // Optional attributes that are absent are missing from the parsed object, not undefined.
  const event = checked.data as CloudEvent;
  return data === undefined ? event : { ...event, data };
};

const reasonOf = (
  issues: readonly Readonly<{ path: readonly PropertyKey[]; message: string }>[],
): string =>
  issues.map(({ path, message }) => `${String(path.at(-1) ?? 'event')}: ${message}`).join('; ');
