import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ifMatchOf, UNREACHABLE_REVISION } from '../revisions/entity-tag.js';
import { sampleApp, type SampleApp } from '../testing/sample-app.js';
import { THING } from '../testing/things.controller.js';

describe('If-Match', () => {
  it.each([
    ['"17"', 17n],
    ['"0"', 0n],
    ['"17", W/"16", "17"', 17n],
    ['*', undefined],
    [undefined, undefined],
    ['W/"17"', UNREACHABLE_REVISION],
    ['"abc"', UNREACHABLE_REVISION],
    ['""', UNREACHABLE_REVISION],
  ])('%s insists on %s', (header, revision) => {
    expect(ifMatchOf(header)).toBe(revision);
  });

  it.each(['17', '', '"17', '"16", "17"', '"17" "18"', 'W/17'])('%s is refused', (header) => {
    expect(() => ifMatchOf(header)).toThrow();
  });
});

describe('an answer', () => {
  let sample: SampleApp;
  beforeAll(async () => {
    sample = await sampleApp();
  });
  afterAll(() => sample.app.close());

  it('to a creating command is 201 with its place, ETag and position', async () => {
    const payload = { name: 'x' };
    const answer = await sample.send({ method: 'POST', url: '/v1/things', payload });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({
      ...{ location: `/v1/things/${THING}`, etag: '"17"', 'commit-position': '8151' },
    });
  });

  it('to another command is 200 with the representation, with and without a body', async () => {
    const url = `/v1/things/${THING}/closure`;
    for (const request of [
      { method: 'POST', url } as const,
      { method: 'POST', url, payload: {} } as const,
      { method: 'POST', url, headers: { 'content-type': 'application/json' } } as const,
    ]) {
      const answer = await sample.send(request);
      expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"17"']);
      expect(answer.json()).toMatchObject({ id: THING });
    }
  });

  it('to a read has the ETag too', async () => {
    const answer = await sample.send({ method: 'GET', url: `/v1/things/${THING}` });
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"17"']);
  });
});
