import { isJson } from './media-type.js';
import { Malformed } from './record.js';

type Members = Readonly<Record<string, unknown>>;

/** Attributes and data of an event in the JSON event format (CE-45, CE-46). @throws Malformed */
export const fromJsonFormat = (
  parsed: unknown,
): { attributes: Record<string, unknown>; data: unknown } => {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Malformed('the event is not a JSON object');
  }
  const { data, data_base64: base64, ...members } = parsed as Members;
  // For an attribute null is the same as absent.
  const attributes = Object.entries(members).filter(([, value]) => value !== null);
  const { datacontenttype } = members;
  return {
    attributes: Object.fromEntries(attributes),
    data:
      base64 === undefined || base64 === null ? plain(data, datacontenttype) : bytes(base64, data),
  };
};

const plain = (data: unknown, contentType: unknown): unknown => {
  const holdsJson = typeof contentType !== 'string' || isJson(contentType);
  if (data === undefined || holdsJson || typeof data === 'string') return data;
  throw new Malformed('data of a type other than JSON must be a string');
};

const bytes = (base64: unknown, data: unknown): Uint8Array => {
  if (data !== undefined) throw new Malformed('the event has both data and data_base64');
  if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw new Malformed('data_base64 is not base64');
  }
  return new Uint8Array(Buffer.from(base64, 'base64'));
};
