import { describe, expect, it } from '@jest/globals';
import { districtIndex } from '@city/geo';
import { Problem, type ProblemDetails } from '@city/http';
import { externalIdOf, importedIncidentOf, valueOf } from './import-line.js';

const now = '2026-03-01T12:00:00.000Z';
const districts = districtIndex();
const line = {
  externalId: '63593076',
  type: 'dead-animal',
  summary: 'Dead bird',
  reportedAt: '2026-03-01T08:00:00Z',
};
const broughtIn = (changes: object) =>
  importedIncidentOf({ ...line, ...changes }, { districts, now });

const problemOf = (work: () => unknown): ProblemDetails => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.details;
    throw error;
  }
  throw new Error('nothing was wrong with it');
};

describe('a line of an import', () => {
  it('needs four fields and stands for an incident without a point', () => {
    expect(broughtIn({})).toStrictEqual({
      incident: {
        ...{ externalId: '63593076', type: 'dead-animal', summary: 'Dead bird' },
        reportedAt: '2026-03-01T08:00:00.000Z',
        location: { longitude: null, latitude: null, address: null, district: 'outside' },
        ...{ agency: null, priority: null },
      },
      resolvedAt: undefined,
      closedAt: undefined,
    });
  });
  it('may say where, how urgent, whose, and how it ended', () => {
    const changes = {
      location: { longitude: 120.7213, latitude: 31.3264, address: 'Xinghu St 328' },
      ...{ agency: 'DSNY', priority: 'P1' },
      ...{ resolvedAt: '2026-03-01T10:00:00+01:00', closedAt: '2026-03-01T09:00:00Z' },
    };
    expect(broughtIn(changes)).toMatchObject({
      incident: {
        location: { ...changes.location, district: districts.find(120.7213, 31.3264) },
        ...{ agency: 'DSNY', priority: 'P1' },
      },
      resolvedAt: '2026-03-01T09:00:00.000Z',
      closedAt: '2026-03-01T09:00:00.000Z',
    });
  });

  const future = '2026-03-01T12:00:01Z';
  it.each([
    ['an unknown field', { colour: 'red' }, '#/colour'],
    [
      'an unknown field of the location',
      { location: { x: 1, longitude: 1, latitude: 1 } },
      '#/location/x',
    ],
    ['no external id', { externalId: undefined }, '#/externalId'],
    ['an empty external id', { externalId: '' }, '#/externalId'],
    ['an external id of 201 characters', { externalId: 'x'.repeat(201) }, '#/externalId'],
    ['a summary of 201 characters', { summary: 'x'.repeat(201) }, '#/summary'],
    ['an empty summary', { summary: '' }, '#/summary'],
    ['an agency of 41 characters', { agency: 'x'.repeat(41) }, '#/agency'],
    ['a priority that there is not', { priority: 'P5' }, '#/priority'],
    ['half a point', { location: { longitude: 120 } }, '#/location/latitude'],
    [
      'a point off the earth',
      { location: { longitude: 181, latitude: 1 } },
      '#/location/longitude',
    ],
    ['no time of report', { reportedAt: undefined }, '#/reportedAt'],
    ['a time without an offset', { reportedAt: '2026-03-01T08:00:00' }, '#/reportedAt'],
    ['a day that there is not', { reportedAt: '2026-02-30T08:00:00Z' }, '#/reportedAt'],
    ['a report in the future', { reportedAt: future }, '#/reportedAt'],
    ['a resolution in the future', { resolvedAt: future }, '#/resolvedAt'],
    ['a closure in the future', { closedAt: future }, '#/closedAt'],
    ['a resolution before the report', { resolvedAt: '2026-03-01T07:59:59Z' }, '#/resolvedAt'],
    ['a closure before the report', { closedAt: '2026-03-01T07:59:59Z' }, '#/closedAt'],
    [
      'a closure before the resolution',
      { resolvedAt: '2026-03-01T10:00:00Z', closedAt: '2026-03-01T09:59:59Z' },
      '#/closedAt',
    ],
  ])('with %s is rejected by name', (_, changes, pointer) => {
    const { status, type, errors } = problemOf(() => broughtIn(changes));
    expect([status, type]).toEqual([422, '/problems/invalid-content']);
    expect(errors?.map((error) => 'pointer' in error && error.pointer)).toEqual([pointer]);
  });
  it.each([[200, '🚒'.repeat(200)]])('counts characters: %i may be emoji', (_, summary) => {
    expect(broughtIn({ summary }).incident.summary).toBe(summary);
  });
  it('may happen now, all at once', () => {
    const same = { reportedAt: now, resolvedAt: now, closedAt: now };
    expect(broughtIn(same)).toMatchObject({ resolvedAt: now, closedAt: now });
  });
  it.each(['', '{', '{"externalId":', 'x', "{'a':1}"])(
    'that is no JSON is rejected: %j',
    (text) => {
      expect(problemOf(() => valueOf(text))).toMatchObject({
        ...{ status: 400, type: '/problems/malformed-request', detail: 'The line is no JSON.' },
      });
    },
  );
  it.each(['null', '[]', '"x"', '7'])('that is no object is rejected: %s', (text) => {
    const value = valueOf(text);
    expect(problemOf(() => importedIncidentOf(value, { districts, now })).status).toBe(422);
  });
  it.each([
    [{ externalId: 'a', colour: 'red' }, 'a'],
    [{ externalId: 7 }, null],
    [{ externalId: 'x'.repeat(201) }, null],
    [{}, null],
    [null, null],
    ['text', null],
  ])('is known by its external id, where that can be read: %j', (value, expected) => {
    expect(externalIdOf(value)).toBe(expected);
  });
});
