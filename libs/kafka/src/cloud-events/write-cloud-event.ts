import {
  CloudEventAttributes,
  type AttributeValue,
  type CloudEvent,
} from '@city/contracts-envelope';
import { bytesFromData } from './event-data.js';
import type { OutgoingRecord } from './record.js';

/** Largest record in bytes (key, value and headers): what every consumer has to take (CE-7). */
export const MAX_RECORD_BYTES = 65_536;

/** The record of an event would be larger than consumers have to take. */
export class EventTooLarge extends Error {
  constructor(
    readonly eventId: string,
    readonly bytes: number,
  ) {
    super(`event ${eventId}: a record of ${String(bytes)} bytes is too large`);
    this.name = 'EventTooLarge';
  }
}

/** Writes an event as a binary-mode record under the caller's key; the event itself is never changed.
 *  @throws ZodError for an event that is none (a mistake in the program), EventTooLarge */
export const writeCloudEvent = (event: CloudEvent, key: string | null): OutgoingRecord => {
  const { data, ...attributes } = event;
  CloudEventAttributes.parse(attributes);
  const { value, contentType } = bytesFromData(event);
  const record = { key, value, headers: headersOf(event, contentType) };
  const bytes = sizeOf(record);
  if (bytes > MAX_RECORD_BYTES) throw new EventTooLarge(event.id, bytes);
  return record;
};

const headersOf = (event: CloudEvent, contentType: string | undefined): Record<string, Buffer> => {
  const { specversion, id, source, type, subject, time, dataschema } = event;
  const attributes: Record<string, AttributeValue | undefined> = {
    ...{ specversion, id, source, type, subject, time },
    ...event.extensions,
    dataschema,
  };
  const headers: Record<string, Buffer> = {};
  if (contentType !== undefined) headers['content-type'] = Buffer.from(contentType);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce_${name}`] = Buffer.from(canonical(value));
  }
  return headers;
};

/** The text form that every attribute has on the wire. */
const canonical = (value: AttributeValue): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);

/** Bytes of key, value and headers. */
export const sizeOf = ({ key, value, headers }: OutgoingRecord): number => {
  const inHeaders = Object.entries(headers).reduce(
    (sum, [name, bytes]) => sum + Buffer.byteLength(name) + bytes.length,
    0,
  );
  return Buffer.byteLength(key ?? '') + (value?.length ?? 0) + inHeaders;
};
