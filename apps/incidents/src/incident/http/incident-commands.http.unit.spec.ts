import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectProblem, givenIncident, typesIn } from '../../testing/given-incident.js';
import { testApp, type TestApp } from '../../testing/test-app.js';
import type { IncidentEvent } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { streamOf } from '../persistence/stream.js';
import { IncidentView } from './incident.responses.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
  service.time.now = '2026-03-01T12:00:00.000Z';
});
afterAll(() => service.close());

const { cancelled, closed, reported, resolved, triaged } = examples;
const given = (...events: readonly IncidentEvent[]) => givenIncident(service, ...events);
const send = (id: string, step: string, body: object = {}, headers: Record<string, string> = {}) =>
  service.post(`/v1/incidents/${id}/${step}`, body, { headers });

const resolution = { outcome: 'handled', summary: 'Put out' };
const commands: readonly (readonly [
  step: string,
  body: object,
  history: readonly IncidentEvent[],
  after: Readonly<{ event: string; shows: object }>,
])[] = [
  [
    'correction',
    { summary: 'Gas', type: 'gas-leak', reason: 'x', location: { longitude: 2, latitude: 48 } },
    [reported],
    {
      event: 'IncidentCorrected',
      shows: {
        summary: 'Gas',
        type: 'gas-leak',
        location: { longitude: 2, latitude: 48, address: null, district: 'outside' },
      },
    },
  ],
  [
    'triage',
    { priority: 'P1', note: 'Two calls' },
    [reported],
    {
      event: 'IncidentTriaged',
      shows: { status: 'triaged', priority: 'P1', triagedAt: '2026-03-01T12:00:00.000Z' },
    },
  ],
  [
    'priority',
    { priority: 'P1', reason: 'x' },
    [reported],
    { event: 'IncidentPriorityChanged', shows: { priority: 'P1' } },
  ],
  [
    'notes',
    { text: 'Road blocked' },
    [reported],
    { event: 'IncidentNoteAdded', shows: { noteCount: 1 } },
  ],
  [
    'resolution',
    resolution,
    [reported, triaged],
    { event: 'IncidentResolved', shows: { status: 'resolved', outcome: 'handled' } },
  ],
  [
    'closure',
    {},
    [reported, triaged, resolved],
    { event: 'IncidentClosed', shows: { status: 'closed' } },
  ],
  [
    'cancellation',
    { reason: 'test' },
    [reported],
    { event: 'IncidentCancelled', shows: { status: 'cancelled' } },
  ],
  [
    'reopening',
    { reason: 'x' },
    [reported, cancelled],
    { event: 'IncidentReopened', shows: { status: 'reported' } },
  ],
];

describe.each(commands)('POST …/%s', (step, body, history, { event, shows }) => {
  const expected = [...history.map(({ type }) => type), event];

  it('records what happened and answers with the incident', async () => {
    const id = await given(...history);
    const answer = await send(id, step, body);
    expect(answer.statusCode).toBe(200);
    expect(IncidentView.parse(answer.json())).toMatchObject({ id, ...shows });
    expect(answer.headers).toMatchObject({
      etag: `"${String(history.length)}"`,
      'commit-position': expect.stringMatching(/^\d+$/),
    });
    expect(await typesIn(service, streamOf(id))).toEqual(expected);
    expect((await service.get(`/v1/incidents/${id}`)).json()).toEqual(answer.json());
  });
  it('with the revision that the incident has is taken, with another refused', async () => {
    const id = await given(...history);
    const stale = await send(id, step, body, { 'if-match': '"77"' });
    const current = String(history.length - 1);
    expect(expectProblem(stale, 412, 'revision-conflict')).toMatchObject({
      currentRevision: current,
    });
    expect(stale.headers.etag).toBe(`"${current}"`);
    const fresh = await send(id, step, body, { 'if-match': `"${current}"` });
    expect(fresh.statusCode).toBe(200);
  });
  it('that comes again under its key gets the first answer, under it with another body none', async () => {
    const id = await given(...history);
    const key = { 'idempotency-key': randomUUID() };
    const first = await send(id, step, body, key);
    const again = await send(id, step, body, key);
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(await typesIn(service, streamOf(id))).toEqual(expected);
    const stale = await send(id, step, body, { ...key, 'if-match': '"0"' });
    expect(stale.statusCode).toBe(200);
    const longer = { text: 'y', reason: 'duplicate', summary: 'y', priority: 'P4' };
    const other = Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        (longer as Record<string, unknown>)[name] ?? (value as unknown),
      ]),
    );
    if (step !== 'closure')
      expectProblem(await send(id, step, other, key), 422, 'idempotency-key-reused');
  });
  it('is refused for a field that it does not know', async () => {
    const id = await given(...history);
    expect(
      expectProblem(await send(id, step, { ...body, colour: 1 }), 422, 'invalid-content'),
    ).toMatchObject({ errors: [{ pointer: '#/colour' }] });
  });
  it('does not find what is not there, or lies in another district', async () => {
    expectProblem(await send(randomUUID(), step, body), 404, 'not-found');
    const id = await given(...history);
    const as = { districts: ['320505'] };
    const hidden = await service.post(`/v1/incidents/${id}/${step}`, body, { as });
    expectProblem(hidden, 404, 'not-found');
    expect(await typesIn(service, streamOf(id))).toHaveLength(history.length);
    const seen = { districts: ['320505', '320576'] };
    const mine = await service.post(`/v1/incidents/${id}/${step}`, body, { as: seen });
    expect(mine.statusCode).toBe(200);
  });
  it('takes an id in any letter case, and nothing else for one', async () => {
    expectProblem(await send('7', step, body), 400, 'malformed-request');
    const id = await given(...history);
    expect((await send(id.toUpperCase(), step, body)).json()).toMatchObject({ id });
  });
});

const imported = examples.importResolvedAt('10:40');
describe('a command that does not fit is refused with its reason', () => {
  it.each([
    ['correction', { summary: 'x', reason: 'x' }, [reported, cancelled], '409 incident-cancelled'],
    ['correction', { type: 'dragon', reason: 'x' }, [reported], '422 unknown-incident-type'],
    ['triage', { priority: 'P1' }, [reported, triaged], '409 incident-not-reported'],
    ['triage', { priority: 'P1' }, [reported, cancelled], '409 incident-not-reported'],
    ['triage', { priority: 'P1', type: 'dragon' }, [reported], '422 unknown-incident-type'],
    ['priority', { priority: 'P1', reason: 'x' }, [reported, cancelled], '409 incident-not-open'],
    ['priority', { priority: 'P1', reason: 'x' }, [reported, imported], '409 incident-not-open'],
    ['notes', { text: 'x' }, [reported, cancelled], '409 incident-cancelled'],
    ['resolution', resolution, [reported], '409 incident-not-triaged'],
    ['resolution', resolution, [reported, triaged, resolved], '409 incident-not-open'],
    ['resolution', resolution, [reported, cancelled], '409 incident-not-open'],
    ['closure', {}, [reported, triaged], '409 incident-not-resolved'],
    ['closure', {}, [reported, triaged, resolved, closed], '409 incident-not-resolved'],
    ['cancellation', { reason: 'test' }, [reported, imported], '409 incident-not-open'],
    ['cancellation', { reason: 'test' }, [reported, cancelled], '409 incident-not-open'],
    ['reopening', { reason: 'x' }, [reported], '409 incident-open'],
    ['reopening', { reason: 'x' }, [reported, triaged], '409 incident-open'],
  ] as const)('%s %j', async (step, body, history, expected) => {
    const [status, type = ''] = expected.split(' ');
    const id = await given(...history);
    expectProblem(await send(id, step, body), Number(status), type);
    expect(await typesIn(service, streamOf(id))).toHaveLength(history.length);
  });
  it('is answered with the state that stood in its way', async () => {
    const answer = await send(await given(reported, cancelled), 'triage', { priority: 'P1' });
    expect(answer.json()).toMatchObject({ incidentStatus: 'cancelled' });
  });
  it.each([
    ['notes', { text: 'x', occurredAt: '2026-03-01T09:59:59Z' }, [reported]],
    ['resolution', { ...resolution, occurredAt: '2026-03-01T09:59:59Z' }, [reported, triaged]],
    ['notes', { text: 'x', occurredAt: '2026-03-01T12:05:01Z' }, [reported]],
    ['resolution', { ...resolution, occurredAt: '2026-03-01T12:05:01Z' }, [reported, triaged]],
  ] as const)('%s: neither before the report nor in the future', async (step, body, history) => {
    const answer = await send(await given(...history), step, body);
    expect(expectProblem(answer, 422, 'invalid-content')).toMatchObject({
      errors: [{ pointer: '#/occurredAt' }],
    });
  });
  it.each([
    ['notes', { text: '' }, '#/text'],
    ['notes', { text: 'x'.repeat(4_001) }, '#/text'],
    ['notes', { text: 'a\u0000b' }, '#/text'],
    ['priority', { priority: 'P1', reason: 'x'.repeat(501) }, '#/reason'],
    ['resolution', { outcome: 'imported', summary: 'x' }, '#/outcome'],
    ['resolution', { outcome: 'handled' }, '#/summary'],
    ['cancellation', { reason: 'mood' }, '#/reason'],
    ['triage', {}, '#/priority'],
  ])('%s %j: by the name of the field', async (step, body, pointer) => {
    const answer = await send(await given(reported), step, body);
    expect(expectProblem(answer, 422, 'invalid-content')).toMatchObject({ errors: [{ pointer }] });
  });
});

describe('a command that changes nothing', () => {
  it.each([
    ['priority', { priority: 'P2', reason: 'x' }],
    ['correction', { summary: 'Smoke from the 3rd floor', reason: 'x' }],
    ['correction', { reason: 'x' }],
  ])('%s is answered with what stands, and its place', async (step, body) => {
    const id = await given(reported);
    const answer = await send(id, step, body);
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"0"']);
    expect(answer.headers['commit-position']).toMatch(/^\d+$/);
    expect(await typesIn(service, streamOf(id))).toEqual(['IncidentReported']);
  });
});

describe('a closure without a body', () => {
  it('is an empty one', async () => {
    const id = await given(reported, triaged, resolved);
    const answer = await service.post(`/v1/incidents/${id}/closure`);
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'closed' }),
    ]);
  });
});

describe('40 notes at once', () => {
  it('all land, revision after revision', async () => {
    const id = await given(reported);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        send(id, 'notes', { text: `note ${String(index)}` }),
      ),
    );
    const revisions = answers.map((answer) => Number(answer.json<{ revision: string }>().revision));
    expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions.map((_, index) => index + 1));
  });
  it('under one revision land once', async () => {
    const id = await given(reported);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => send(id, 'notes', { text: 'x' }, { 'if-match': '"0"' })),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 39 }, () => 412)]);
  });
});
