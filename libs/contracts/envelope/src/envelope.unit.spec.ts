import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  CloudEventAttributes,
  GeoPoint,
  cityEvent,
  eventRegistry,
  integrationEvent,
  tolerant,
} from './index.js';

const siren = integrationEvent({
  type: 'city.risk.siren-sounded.v1',
  description: 'A siren was heard',
  data: z.strictObject({ id: z.string(), at: GeoPoint.nullable() }),
  examples: [{ id: '7', at: null }],
});
const facts = {
  id: 'e1',
  source: 'urn:city:risk',
  subject: '7',
  occurredAt: '2026-11-24T14:03:07.000Z',
  recordedAt: '2026-11-24T14:03:08.000Z',
  position: 42n,
};
const minimal = { specversion: '1.0', id: '1', source: '/s', type: 't', extensions: {} };
const accepts = (changes: object) =>
  CloudEventAttributes.safeParse({ ...minimal, ...changes }).success;

describe('an event of the city', () => {
  it('carries its key, its times and its place in the store', () => {
    expect(
      cityEvent(siren, { ...facts, correlationId: 'c', causationId: null }, { id: '7', at: null }),
    ).toEqual({
      specversion: '1.0',
      id: 'e1',
      source: 'urn:city:risk',
      type: 'city.risk.siren-sounded.v1',
      subject: '7',
      time: '2026-11-24T14:03:07.000Z',
      datacontenttype: 'application/json',
      extensions: {
        recordedtime: '2026-11-24T14:03:08.000Z',
        partitionkey: '7',
        sequence: '00000000000000000042',
        correlationid: 'c',
      },
      data: { id: '7', at: null },
    });
  });

  it('is refused when its payload has a member that the contract does not name', () => {
    const data = { id: '7', at: null, note: 'loud' };
    expect(() => cityEvent(siren, facts, data)).toThrow(z.ZodError);
  });
});

describe('a type of event', () => {
  it('has a name of our form', () => {
    const define = () => integrationEvent({ ...siren, type: 'SirenSounded' });
    expect(define).toThrow('bad type');
  });

  it('has a name of its own in its registry', () => {
    expect(eventRegistry(siren).get(siren.type)).toBe(siren);
    expect(() => eventRegistry(siren, siren)).toThrow('same name');
  });

  it('is not defined with a schema that no tolerant reader can be made of', () => {
    expect(() => tolerant(z.strictObject({ a: z.union([z.string(), z.number()]) }))).toThrow(
      'union',
    );
  });
});

describe('attributes of a CloudEvent', () => {
  it('CE-1 need id, source, type and version 1.0', () => {
    expect(accepts({})).toBe(true);
    for (const name of ['id', 'source', 'type', 'specversion']) {
      expect([name, accepts({ [name]: '' })]).toEqual([name, false]);
      expect([name, accepts({ [name]: undefined })]).toEqual([name, false]);
    }
    expect(accepts({ specversion: '0.3' })).toBe(false);
  });

  it('CE-3 take an absolute dataschema, a media type, a subject with text, an RFC 3339 time', () => {
    expect(accepts({ dataschema: 'https://x/y', datacontenttype: 'text/plain; a=b' })).toBe(true);
    expect(accepts({ dataschema: '/y' })).toBe(false);
    expect(accepts({ datacontenttype: 'json' })).toBe(false);
    expect(accepts({ subject: '' })).toBe(false);
    expect(accepts({ time: '2018-04-05T03:56:24.123456+02:00' })).toBe(true);
    expect(accepts({ time: '2018-13-05T03:56:24Z' })).toBe(false);
    expect(accepts({ time: 'yesterday' })).toBe(false);
  });

  it('CE-4 have names of lower-case letters and digits, and never "data"', () => {
    expect(accepts({ extensions: { sequence2: 'x' } })).toBe(true);
    for (const name of ['trace-id', 'traceId', '2nd', 'data', 'id', '']) {
      expect([name, accepts({ extensions: { [name]: 'x' } })]).toEqual([name, false]);
    }
  });

  it('CE-5 are text without control characters, booleans, 32-bit integers or bytes', () => {
    for (const value of ['消防', true, -2147483648, new Uint8Array([1])]) {
      expect([value, accepts({ extensions: { x: value } })]).toEqual([value, true]);
    }
    for (const value of ['a\nb', 'a\u0085', '\ud800', 2147483648, 1.5, null, {}, []]) {
      expect([value, accepts({ extensions: { x: value } })]).toEqual([value, false]);
    }
  });
});
