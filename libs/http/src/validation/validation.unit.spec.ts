import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sampleApp, type SampleApp } from '../testing/sample-app.js';
import { THING } from '../testing/things.controller.js';
import { faultsOf, pointerOf } from './issues.js';

describe('a body that is not valid', () => {
  let sample: SampleApp;
  beforeAll(async () => {
    sample = await sampleApp();
  });
  afterAll(() => sample.app.close());

  const pointersOf = async (url: string, payload: string | undefined) => {
    const answer = await sample.send({
      ...{ method: 'POST', url, headers: { 'content-type': 'application/json' } },
      ...(payload !== undefined && { payload }),
    });
    const { type, errors } = answer.json<{ type: string; errors: { pointer: string }[] }>();
    expect([answer.statusCode, type]).toEqual([422, '/problems/invalid-content']);
    return errors.map(({ pointer }) => pointer);
  };

  it.each([
    ['a field', '{"name":""}', ['#/name']],
    [
      'fields below fields',
      '{"name":"x","location":{"latitude":91}}',
      ['#/location/longitude', '#/location/latitude'],
    ],
    ['an unknown field', '{"name":"x","foo":1}', ['#/foo']],
    [
      'an unknown field below',
      '{"name":"x","location":{"longitude":1,"latitude":2,"z":3}}',
      ['#/location/z'],
    ],
    ['what is missing in an absent body', undefined, ['#/name']],
    ['the whole when it is a list', '[]', ['#']],
    ['the whole when it is a text', '"x"', ['#']],
    ['the whole when it is a number', '7', ['#']],
    ['what is missing in null', 'null', ['#/name']],
  ])('is told by %s', async (_, payload, pointers) => {
    expect(await pointersOf('/v1/things', payload)).toEqual(pointers);
  });

  it('is any at a route that takes none', async () => {
    const url = `/v1/things/${THING}/closure`;
    expect(await pointersOf(url, '{"foo":1,"bar":2}')).toEqual(['#/foo', '#/bar']);
    expect(await pointersOf(url, '[]')).toEqual(['#']);
  });
});

describe('a pointer', () => {
  it('escapes what JSON Pointer and URI need', () => {
    expect(pointerOf(['a/b', 'c~d', 0, 'ä b'])).toBe('#/a~1b/c~0d/0/%C3%A4%20b');
  });

  it('leads into the alternative that comes nearest', () => {
    const schema = z.object({
      at: z.union([z.strictObject({ id: z.string() }), z.strictObject({ x: z.number() })]),
    });
    const issues = schema.safeParse({ at: { x: 'no' } }).error?.issues ?? [];
    expect(issues.flatMap(faultsOf).map(({ path }) => pointerOf(path))).toEqual(['#/at/x']);
  });
});
