import type { CloudEvent } from '@city/contracts-envelope';
import { isJson, isUtf8Text } from './media-type.js';
import { Malformed } from './record.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** UTF-8 bytes as text. @throws Malformed */
export const textOf = (bytes: Uint8Array, what: string): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not UTF-8`);
  }
};

/** UTF-8 bytes as a JSON value. @throws Malformed */
export const jsonOf = (bytes: Uint8Array, what: string): unknown => {
  const text = textOf(bytes, what);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Malformed(`${what} is not JSON`);
  }
};

/** The data in the value of a binary-mode record. Without a content type nothing is assumed: bytes. */
export const dataFromBytes = (value: Uint8Array, contentType: string | undefined): unknown => {
  if (contentType === undefined) return value;
  if (isJson(contentType)) return jsonOf(value, 'the value');
  return isUtf8Text(contentType) ? textOf(value, 'the value') : value;
};

/** The value of a binary-mode record, and its content type (CE-20, CE-21, CE-47). */
export const bytesFromData = ({
  data,
  datacontenttype,
}: Pick<CloudEvent, 'data' | 'datacontenttype'>): {
  value: Buffer | null;
  contentType: string | undefined;
} => {
  if (data === undefined) return { value: null, contentType: datacontenttype };
  if (data instanceof Uint8Array) return { value: bufferOf(data), contentType: datacontenttype };
  const contentType = datacontenttype ?? 'application/json';
  if (isJson(contentType)) return { value: Buffer.from(JSON.stringify(data)), contentType };
  if (typeof data === 'string') return { value: Buffer.from(data), contentType };
  throw new TypeError(`data of type ${contentType} must be text or bytes`);
};

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
