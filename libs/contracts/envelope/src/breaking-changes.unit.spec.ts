import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from './breaking-changes.js';

const schema = {
  type: 'object',
  description: 'A siren was heard',
  properties: {
    id: { type: 'string', minLength: 1 },
    tone: { type: 'string', enum: ['low', 'high'] },
    at: {
      anyOf: [
        { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] },
        { type: 'null' },
      ],
    },
  },
  required: ['id', 'tone', 'at'],
};
const { properties } = schema;
const changed = (changes: object) => breakingChanges(schema, { ...schema, ...changes });
const withProperties = (changes: object) => changed({ properties: { ...properties, ...changes } });

describe('a schema that others rely on', () => {
  it('may get other words and a further optional member', () => {
    expect(changed({ description: 'A siren', $id: 'https://x/y', examples: [{}] })).toEqual([]);
    expect(withProperties({ district: { type: 'string' } })).toEqual([]);
  });

  it('may get a further value', () => {
    const tone = { type: 'string', enum: ['low', 'middle', 'high'] };
    expect(withProperties({ tone })).toEqual([]);
  });

  it('loses no member, at any depth', () => {
    const { id, at } = properties;
    expect(changed({ properties: { id, at } })).toEqual(['#/properties/tone: is gone']);
    const bare = { anyOf: [{ type: 'object', properties: {}, required: ['x'] }, { type: 'null' }] };
    expect(withProperties({ at: bare })).toEqual(['#/properties/at/anyOf/0/properties/x: is gone']);
  });

  it('drops no value', () => {
    const tone = { type: 'string', enum: ['high'] };
    expect(withProperties({ tone })).toEqual(['#/properties/tone/enum: "low" is gone']);
  });

  it('requires no more and promises no less', () => {
    expect(changed({ required: ['id', 'tone', 'at', 'district'] })).toEqual([
      '#: "district" is required now; old records lack it',
    ]);
    expect(changed({ required: ['id', 'tone'] })).toEqual([
      '#: "at" is not sure to be there any more',
    ]);
  });

  it('keeps every type, bound and form', () => {
    expect(withProperties({ id: { type: 'number', minLength: 1 } })).toEqual([
      '#/properties/id/type: was "string", is "number"',
    ]);
    expect(withProperties({ id: { type: 'string' } })).toEqual([
      '#/properties/id/minLength: was 1, is absent',
    ]);
    expect(withProperties({ id: { type: 'string', minLength: 1, format: 'uuid' } })).toEqual([
      '#/properties/id/format: was absent, is "uuid"',
    ]);
    const [point] = properties.at.anyOf;
    expect(withProperties({ at: point })).toHaveLength(3);
  });

  it('is compared by the names of its members, whatever these are', () => {
    const named = { properties: { title: { type: 'string' }, messages: { type: 'array' } } };
    expect(breakingChanges(named, { properties: {} })).toEqual([
      '#/properties/title: is gone',
      '#/properties/messages: is gone',
    ]);
  });
});

describe('a document that others rely on', () => {
  const document = {
    info: { version: '1' },
    channels: {
      sirens: {
        address: 'sirens',
        messages: { sounded: {}, stopped: {} },
        bindings: { kafka: { partitions: 6 } },
      },
    },
    operations: { tell: { action: 'send', messages: [{ $ref: '#/a' }] } },
  };
  const { sirens } = document.channels;

  it('may get a further channel, message and operation', () => {
    const grown = {
      info: { version: '2' },
      channels: { sirens: { ...sirens, messages: { ...sirens.messages, tested: {} } }, bells: {} },
      operations: { tell: { action: 'send', messages: [{ $ref: '#/a' }, { $ref: '#/b' }] } },
    };
    expect(breakingChanges(document, grown)).toEqual([]);
  });

  it('loses no channel and no message', () => {
    expect(breakingChanges(document, { ...document, channels: {} })).toEqual([
      '#/channels/sirens: is gone',
    ]);
    const channels = { sirens: { ...sirens, messages: { sounded: {} } } };
    const operations = { tell: { action: 'send', messages: [] } };
    expect(breakingChanges(document, { ...document, channels, operations })).toEqual([
      '#/channels/sirens/messages/stopped: is gone',
      '#/operations/tell/messages: {"$ref":"#/a"} is gone',
    ]);
  });

  it('keeps the partitions of a topic', () => {
    const channels = { sirens: { ...sirens, bindings: { kafka: { partitions: 12 } } } };
    expect(breakingChanges(document, { ...document, channels })).toEqual([
      '#/channels/sirens/bindings/kafka/partitions: was 6, is 12',
    ]);
  });
});
