import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type Log } from '@city/event-sourcing';
import { districtIndex } from '@city/geo';
import type { ImportIncident } from '../../application/import-incident.js';
import { LineImporter } from './line-importer.js';

const importer = { actor: { subject: 'admin', roles: ['admin'] }, correlationId: 'c' };
const good = JSON.stringify({
  ...{ externalId: '7', type: 'dead-animal', summary: 'Dead bird' },
  reportedAt: '2026-03-01T08:00:00Z',
});

const importerOf = (importIncident: ImportIncident, logged: string[] = []) => {
  const note = (_: object, message: string): void => void logged.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const now = (): string => '2026-03-01T12:00:00.000Z';
  return new LineImporter({ importIncident, districts: districtIndex(), importer, now, log });
};
const lands: ImportIncident = () => Promise.resolve({ outcome: 'imported' });

describe('one line', () => {
  it('is answered with its number, its external id and what came of it', async () => {
    expect(await importerOf(lands).import({ kind: 'text', line: 3, text: good })).toEqual({
      ...{ line: 3, externalId: '7', outcome: 'imported' },
    });
  });
  it.each([
    ['too long', { kind: 'too-long', line: 1 }, '413 payload-too-large', null],
    ['no text', { kind: 'not-text', line: 1 }, '400 malformed-request', null],
    ['no JSON', { kind: 'text', line: 1, text: '{' }, '400 malformed-request', null],
    [
      'not valid',
      { kind: 'text', line: 1, text: '{"externalId":"9"}' },
      '422 invalid-content',
      '9',
    ],
  ] as const)('that is %s is rejected with its problem', async (_, line, expected, externalId) => {
    const [status, type] = expected.split(' ');
    expect(await importerOf(lands).import(line)).toEqual({
      ...{ line: 1, externalId, outcome: 'rejected' },
      problem: expect.objectContaining({
        status: Number(status),
        type: `/problems/${String(type)}`,
      }),
    });
  });
  it('that the domain refuses is rejected with the reason', async () => {
    const rejection = { type: 'UnknownIncidentType', code: 'dragon' } as const;
    const refuses: ImportIncident = () => Promise.resolve({ outcome: 'rejected', rejection });
    const answer = await importerOf(refuses).import({ kind: 'text', line: 1, text: good });
    expect(answer).toMatchObject({
      ...{ externalId: '7', outcome: 'rejected' },
      problem: { status: 422, type: '/problems/unknown-incident-type' },
    });
  });
  it('that meets a broken store is rejected, logged, and keeps nobody waiting', async () => {
    const logged: string[] = [];
    const fails: ImportIncident = () => Promise.reject(new StoreUnavailable('10.0.0.7 refused'));
    const answer = await importerOf(fails, logged).import({ kind: 'text', line: 1, text: good });
    expect(answer).toMatchObject({ outcome: 'rejected', problem: { status: 503 } });
    expect(JSON.stringify(answer)).not.toContain('10.0.0.7');
    expect(logged).toEqual(['a line failed']);
  });
});
