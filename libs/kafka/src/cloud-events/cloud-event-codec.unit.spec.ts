import { describe, expect, it } from '@jest/globals';
import type { CloudEvent } from '@city/contracts-envelope';
import {
  EventTooLarge,
  MAX_RECORD_BYTES,
  readCloudEvent,
  writeCloudEvent,
  type RecordHeaders,
} from './cloud-event-codec.js';

const reported: CloudEvent = {
  specversion: '1.0',
  id: 'e-1',
  source: 'urn:city:incidents',
  type: 'city.incidents.incident-reported.v1',
  subject: '7b2e',
  time: '2026-11-24T14:03:07Z',
  datacontenttype: 'application/json',
  extensions: { partitionkey: '7b2e', sequence: '00000000000000000042' },
  data: { district: '320505', type: '火灾' },
};
const required = { ce_specversion: '1.0', ce_id: '1', ce_source: '/s', ce_type: 't' };
const bytes = (text: string) => Buffer.from(text);
const inBytes = (headers: Record<string, string>): RecordHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, bytes(value)]));
const textsOf = (headers: Readonly<Record<string, Buffer>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()]));

const eventIn = (value: string | null, headers: RecordHeaders): CloudEvent => {
  const result = readCloudEvent({ value: value === null ? null : bytes(value), headers });
  if (result.outcome !== 'read') throw new Error(result.reason);
  return result.event;
};
const binary = (value: string | null, headers: Record<string, string> = {}) =>
  eventIn(value, inBytes({ ...required, ...headers }));
const structured = (members: object, contentType = 'application/cloudevents+json') => {
  const attributes = { specversion: '1.0', id: '1', source: '/s', type: 't' };
  return eventIn(
    JSON.stringify({ ...attributes, ...members }),
    inBytes({ 'content-type': contentType }),
  );
};
const reasonIn = (value: string | null, headers: Record<string, string>): string => {
  const result = readCloudEvent({
    value: value === null ? null : bytes(value),
    headers: inBytes(headers),
  });
  return result.outcome === 'unreadable' ? result.reason : 'read';
};

describe('an event written in binary mode', () => {
  it('CE-T1 CE-21 has its content type in content-type alone', () => {
    const { headers } = writeCloudEvent(reported, null);
    expect(headers).not.toHaveProperty('ce_datacontenttype');
    expect(headers['content-type']?.toString()).toBe('application/json');
  });

  it('CE-T2 CE-22 has headers that are bytes of text, also for numbers and booleans', () => {
    const extensions = {
      priority: 5,
      deprecated: true,
      digest: new Uint8Array([1, 2]),
      place: '苏州',
    };
    const { headers } = writeCloudEvent({ ...reported, extensions }, null);
    expect(Object.values(headers).every((value) => Buffer.isBuffer(value))).toBe(true);
    expect(textsOf(headers)).toMatchObject({
      ce_priority: '5',
      ce_deprecated: 'true',
      ce_digest: 'AQI=',
      ce_place: '苏州',
    });
  });

  it('CE-T3 CE-20 has the bytes of the JSON text as its value', () => {
    const { value } = writeCloudEvent(reported, null);
    expect(value).toEqual(bytes('{"district":"320505","type":"火灾"}'));
  });

  it('CE-20 has bytes and text as they are', () => {
    const blob = { ...reported, datacontenttype: 'image/png', data: new Uint8Array([0, 255]) };
    expect(writeCloudEvent(blob, null).value).toEqual(Buffer.from([0, 255]));
    const text = { ...reported, datacontenttype: 'text/plain', data: '"quoted"' };
    expect(writeCloudEvent(text, null).value).toEqual(bytes('"quoted"'));
  });

  it('CE-23 has no value when the event has no data, and null when the data are null', () => {
    const { data, ...without } = reported;
    expect(data).toBeDefined();
    expect(writeCloudEvent(without, null).value).toBeNull();
    expect(writeCloudEvent({ ...reported, data: null }, null).value).toEqual(bytes('null'));
  });

  it('CE-44 has the key that the caller gave, and the partitionkey that the event has', () => {
    const { key, headers } = writeCloudEvent(reported, 'other');
    expect([key, headers.ce_partitionkey?.toString()]).toEqual(['other', '7b2e']);
    const bare = writeCloudEvent({ ...reported, extensions: {} }, 'other');
    expect(bare.headers).not.toHaveProperty('ce_partitionkey');
  });

  it('CE-47 says application/json when it came as JSON without a type, and assumes nothing of bytes', () => {
    const json = writeCloudEvent(structured({ data: { a: 1 } }), null);
    expect(json.headers['content-type']?.toString()).toBe('application/json');
    const blob = writeCloudEvent(structured({ data_base64: 'AP8=' }), null);
    expect(blob.headers).not.toHaveProperty('content-type');
    expect(blob.value).toEqual(Buffer.from([0, 255]));
  });

  it('has no time when the event has none', () => {
    const { time, ...timeless } = reported;
    expect(time).toBeDefined();
    expect(writeCloudEvent(timeless, null).headers).not.toHaveProperty('ce_time');
  });

  it('CE-7 is refused above 64 KiB', () => {
    const large = { ...reported, data: 'x'.repeat(MAX_RECORD_BYTES) };
    expect(() => writeCloudEvent(large, null)).toThrow(EventTooLarge);
  });

  it('CE-4 CE-5 is refused with an attribute that CloudEvents does not allow', () => {
    for (const extensions of [{ 'trace-id': 'x' }, { text: 'a\nb' }, { count: 2 ** 31 }]) {
      expect(() => writeCloudEvent({ ...reported, extensions }, null)).toThrow();
    }
  });
});

describe('a record read in binary mode', () => {
  it('CE-T4 CE-43 has its headers decoded', () => {
    const event = binary('{"a":1}', { 'content-type': 'application/json', ce_place: '苏州' });
    expect(event).toEqual({
      ...{ specversion: '1.0', id: '1', source: '/s', type: 't' },
      datacontenttype: 'application/json',
      extensions: { place: '苏州' },
      data: { a: 1 },
    });
  });

  it('CE-T5 CE-23 without a value is an event without data', () => {
    expect(binary(null)).not.toHaveProperty('data');
    expect(binary('null', { 'content-type': 'application/json' }).data).toBeNull();
  });

  it('CE-T7 CE-44 CE-48 gets no partitionkey from the record key', () => {
    const result = readCloudEvent({ key: bytes('k'), value: null, headers: inBytes(required) });
    expect(result).toMatchObject({ outcome: 'read', event: { extensions: {} } });
  });

  it('CE-T8 CE-48 gets no time when the sender gave none, and keeps the text of the one it gave', () => {
    expect(binary(null)).not.toHaveProperty('time');
    expect(binary(null, { ce_time: '2018-04-05T03:56:24Z' }).time).toBe('2018-04-05T03:56:24Z');
  });

  it('CE-43 may have Content-Type in any case, and headers as text or lists', () => {
    const event = eventIn('{}', {
      ...required,
      'Content-Type': 'Application/JSON',
      ce_x: ['1', '2'],
    });
    expect(event).toMatchObject({ datacontenttype: 'Application/JSON', data: {} });
    expect(event.extensions).toEqual({ x: '2' });
  });

  it('keeps bytes where the content is neither JSON nor text', () => {
    expect(binary('{}').data).toEqual(bytes('{}'));
    expect(binary('{}', { 'content-type': 'application/avro' }).data).toEqual(bytes('{}'));
    expect(binary('{}', { 'content-type': 'text/plain; charset=UTF-8' }).data).toBe('{}');
    expect(binary('{}', { 'content-type': 'text/plain; charset=gbk' }).data).toEqual(bytes('{}'));
  });

  it('passes headers of others over, whatever bytes they hold', () => {
    const headers = { ...inBytes(required), b3: Buffer.from([0xff]) };
    expect(eventIn(null, headers).extensions).toEqual({});
  });

  it('gives the event that was written', () => {
    const { key, value, headers } = writeCloudEvent(reported, '7b2e');
    expect(readCloudEvent({ key, value, headers })).toEqual({ outcome: 'read', event: reported });
  });

  it('is unreadable, with a reason, when it is no event', () => {
    expect(reasonIn('{}', {})).toContain('specversion');
    expect(reasonIn('{}', { ...required, ce_id: '' })).toContain('id');
    expect(reasonIn('{', { ...required, 'content-type': 'application/json' })).toContain('JSON');
    expect(reasonIn('{}', { ...required, ce_time: 'noon' })).toContain('RFC 3339');
    expect(reasonIn('{}', { ...required, 'ce_trace-id': 'x' })).not.toBe('read');
  });
});

describe('a record read in structured mode', () => {
  it('CE-T6 CE-40 is recognised in any case', () => {
    const event = structured({ data: { a: 1 } }, 'APPLICATION/CloudEvents+JSON; charset=UTF-8');
    expect(event.data).toEqual({ a: 1 });
  });

  it('CE-31 holds its attributes in the value, whatever stands in the headers', () => {
    const value = JSON.stringify({ specversion: '1.0', id: '2', source: '/s', type: 't' });
    const headers = inBytes({ ...required, 'content-type': 'application/cloudevents+json' });
    expect(eventIn(value, headers).id).toBe('2');
  });

  it('CE-32 may have no data', () => {
    expect(structured({})).not.toHaveProperty('data');
  });

  it('CE-45 CE-46 takes null as absent for attributes, and as null for data', () => {
    const event = structured({ subject: null, trace: null, count: 5, done: true, data: null });
    expect(event).toEqual({
      ...{ specversion: '1.0', id: '1', source: '/s', type: 't' },
      extensions: { count: 5, done: true },
      data: null,
    });
  });

  it('CE-45 has text, bytes or a JSON value as data', () => {
    const xml = structured({ datacontenttype: 'text/xml', data: '<a/>' });
    expect(xml.data).toBe('<a/>');
    expect(structured({ data_base64: 'AP8=' }).data).toEqual(new Uint8Array([0, 255]));
    expect(structured({ datacontenttype: 'application/json', data: '{"a":1}' }).data).toBe(
      '{"a":1}',
    );
  });

  it('gives the same event when it is written in binary mode and read again', () => {
    const event = structured({
      ...{ time: '2018-04-05T03:56:24Z', sequence: '42', datacontenttype: 'application/geo+json' },
      data: { a: ['苏州', null] },
    });
    const { value, headers } = writeCloudEvent(event, null);
    expect(readCloudEvent({ value, headers })).toEqual({ outcome: 'read', event });
  });

  it('is unreadable, with a reason, when it is no event', () => {
    const headers = { 'content-type': 'application/cloudevents+json' };
    const event = { specversion: '1.0', id: '1', source: '/s', type: 't' };
    const reasonOf = (members: object) =>
      reasonIn(JSON.stringify({ ...event, ...members }), headers);
    expect(reasonIn('[]', headers)).toContain('object');
    expect(reasonIn(null, headers)).toContain('no value');
    expect(reasonOf({ data: 1, data_base64: 'AP8=' })).toContain('both');
    expect(reasonOf({ datacontenttype: 'text/plain', data: {} })).toContain('string');
    expect(reasonOf({ nested: {} })).toContain('nested');
    expect(reasonOf({ count: 2 ** 31 })).toContain('count');
  });

  it('CE-41 CE-42 is left untouched in a batch or in a format that is not JSON', () => {
    for (const format of ['application/cloudevents-batch+json', 'application/cloudevents+avro']) {
      expect(reasonIn('[]', { 'content-type': format })).toBe(`unknown format ${format}`);
    }
  });
});
