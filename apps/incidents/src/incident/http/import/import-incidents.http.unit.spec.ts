import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { typesIn } from '../../../testing/given-incident.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { importedIncidentId } from '../../application/import-incident.js';
import { streamOf } from '../../persistence/stream.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const line = (externalId: string, more: object = {}) => ({
  ...{ externalId, type: 'dead-animal', summary: 'Dead bird' },
  reportedAt: '2026-02-28T08:00:00Z',
  ...more,
});
const headers = { 'content-type': 'application/x-ndjson' };
const send = (text: string) => service.post('/v1/incidents/import', text, { headers });
const bring = async (...lines: readonly unknown[]) => {
  const texts = lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const answer = await send(texts.map((text) => `${text}\n`).join(''));
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'application/x-ndjson',
  ]);
  const answers = answer.body.trimEnd().split('\n');
  return answers.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
};

describe('an import', () => {
  it('answers line by line, in their order, and ends with the totals', async () => {
    const ended = line('a2', {
      resolvedAt: '2026-02-28T09:00:00Z',
      closedAt: '2026-02-28T10:00:00Z',
    });
    expect(
      await bring(line('a1'), '', ended, '{', line('a3', { type: 'dragon' }), line('a1')),
    ).toEqual([
      { line: 1, externalId: 'a1', outcome: 'imported' },
      { line: 3, externalId: 'a2', outcome: 'imported' },
      {
        ...{ line: 4, externalId: null, outcome: 'rejected' },
        problem: expect.objectContaining({ type: '/problems/malformed-request', status: 400 }),
      },
      {
        ...{ line: 5, externalId: 'a3', outcome: 'rejected' },
        problem: expect.objectContaining({ type: '/problems/unknown-incident-type', status: 422 }),
      },
      { line: 6, externalId: 'a1', outcome: 'unchanged' },
      { imported: 2, unchanged: 1, rejected: 2 },
    ]);
    expect(await typesIn(service, streamOf(importedIncidentId('a2')))).toEqual([
      ...['IncidentReported', 'IncidentResolved', 'IncidentClosed'],
    ]);
  });
  it('makes an incident that can be read', async () => {
    await bring(
      line('b1', { location: { longitude: 120.7213, latitude: 31.3264 }, agency: 'DSNY' }),
    );
    const answer = await service.get(`/v1/incidents/${importedIncidentId('b1')}`);
    expect(answer.json()).toMatchObject({
      ...{ status: 'reported', source: { channel: 'import', reference: 'b1' }, agency: 'DSNY' },
      ...{ hasReporter: false, reportedAt: '2026-02-28T08:00:00.000Z' },
      location: { longitude: 120.7213, latitude: 31.3264, address: null, district: '320576' },
    });
  });
  it('that comes again changes nothing', async () => {
    const lines = [line('c1'), line('c2', { closedAt: '2026-02-28T10:00:00Z' })];
    await bring(...lines);
    expect((await bring(...lines)).at(-1)).toEqual({ imported: 0, unchanged: 2, rejected: 0 });
  });
  it('sets an over-long line aside and goes on', async () => {
    const long = line('d1', { summary: 'x'.repeat(70_000) });
    const [first, second] = await bring(long, line('d2'));
    expect(first).toMatchObject({ line: 1, externalId: null, problem: { status: 413 } });
    expect(second).toEqual({ line: 2, externalId: 'd2', outcome: 'imported' });
  });
  it('needs no newline at the end, and no line at all', async () => {
    const answer = await send(JSON.stringify(line('e1')));
    expect(answer.body.split('\n')[0]).toBe('{"line":1,"externalId":"e1","outcome":"imported"}');
    expect((await send('')).statusCode).toBe(200);
    expect(await bring('', '')).toEqual([{ imported: 0, unchanged: 0, rejected: 0 }]);
  });
  it('takes NDJSON alone', async () => {
    const answer = await service.post('/v1/incidents/import', line('f1'));
    expect(answer.statusCode).toBe(415);
  });
  it('of 3,000 lines answers 3,000, each at its place', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => line(`g${String(index % 2_900)}`));
    const answers = await bring(...lines);
    expect(answers).toHaveLength(3_001);
    expect(answers.slice(0, -1).map((answer) => answer.line)).toEqual(
      lines.map((_, index) => index + 1),
    );
    expect(answers.at(-1)).toEqual({ imported: 2_900, unchanged: 100, rejected: 0 });
  });
});
