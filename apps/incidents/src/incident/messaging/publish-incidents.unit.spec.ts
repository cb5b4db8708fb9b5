import { describe, expect, it } from '@jest/globals';
import { incidentsRegistry } from '@city/contracts-incidents';
import fc from 'fast-check';
import { momentsOf, storedHistory } from '../../testing/stored-history.js';
import type { IncidentEvent } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { randomHistory } from '../domain/testing/random-histories.js';
import { publishIncident } from './publish-incidents.js';

const { at, incidentId, reported } = examples;
const URL = 'https://city.example';

const publishedOf = (...history: readonly IncidentEvent[]) =>
  momentsOf(storedHistory(incidentId, history)).map(({ recorded, folded }) => {
    if (folded.state.status === 'unknown') throw new Error('a history begins with a report');
    return publishIncident({ recorded, incident: folded.state }, URL);
  });
const lastOf = (...history: readonly IncidentEvent[]) => publishedOf(...history).at(-1);

const facts = {
  id: incidentId,
  revision: '0',
  occurredAt: at('10:00'),
  recordedAt: at('10:00'),
  status: 'reported',
  type: 'structure-fire',
  category: 'fire',
  priority: 'P2',
  district: '320576',
  point: { longitude: 120.7213, latitude: 31.3264 },
  channel: 'phone',
  reference: null,
  agency: null,
};
const later = (revision: string, time: string, changes: object) => ({
  ...{ ...facts, revision, occurredAt: at(time), recordedAt: at(time) },
  ...changes,
});
const { closed, resolved, triaged } = examples;
const correctedPlace = { longitude: null, latitude: null, address: null, district: 'outside' };

describe('what others hear of an incident', () => {
  it('is a CloudEvent under the id of the stored event', () => {
    const [stored] = storedHistory(incidentId, [reported]);
    expect(lastOf(reported)).toEqual({
      specversion: '1.0',
      id: stored?.id,
      source: 'urn:city:incidents',
      type: 'city.incidents.incident-reported.v1',
      subject: incidentId,
      time: at('10:00'),
      datacontenttype: 'application/json',
      dataschema: `${URL}/schemas/city.incidents.incident-reported.v1.json`,
      extensions: {
        recordedtime: at('10:00'),
        partitionkey: incidentId,
        sequence: '00000000000000000010',
        correlationid: 'f7a2b0de-0000-4000-8000-000000000001',
      },
      data: facts,
    });
  });

  it.each([
    ['reported', [reported], facts],
    [
      'corrected',
      [reported, examples.correctedTo({ location: correctedPlace, summary: 'Gas' })],
      later('1', '10:02', { point: null, district: 'outside' }),
    ],
    [
      'triaged',
      [reported, examples.triagedAs('P1', { type: 'gas-leak', category: 'hazmat', note: 'Two' })],
      later('1', '10:03', {
        ...{ status: 'triaged', priority: 'P1', type: 'gas-leak', category: 'hazmat' },
      }),
    ],
    [
      'priority-changed',
      [reported, examples.priorityChanged('P2', 'P1')],
      later('1', '10:05', { priority: 'P1', previousPriority: 'P2' }),
    ],
    [
      'resolved',
      [reported, triaged, resolved],
      later('2', '10:40', { status: 'resolved', outcome: 'handled' }),
    ],
    ['closed', [reported, triaged, resolved, closed], later('3', '11:00', { status: 'closed' })],
    [
      'cancelled',
      [reported, examples.cancelledAs('duplicate')],
      later('1', '10:10', { status: 'cancelled', reason: 'duplicate' }),
    ],
    [
      'reopened',
      [reported, examples.cancelled, examples.reopenedAs('reported')],
      later('2', '11:30', { status: 'reported' }),
    ],
  ])('incident-%s says so, with the state after it', (name, history, data) => {
    const event = lastOf(...history);
    expect(event?.type).toBe(`city.incidents.incident-${name}.v1`);
    expect(event?.data).toStrictEqual(data);
  });

  it('is nothing of a note', () => {
    expect(lastOf(reported, examples.noteAdded('Road blocked'))).toBeUndefined();
  });
  it('has the reference of an import, which names no person', () => {
    expect(lastOf(examples.imported)?.data).toMatchObject({
      ...{ channel: 'import', reference: '63593076', agency: 'DSNY', point: null },
    });
  });
  it('tells when it was recorded, where that was later', () => {
    const recording = { storedAt: () => at('12:00') };
    const [moment] = momentsOf(storedHistory(incidentId, [reported], recording));
    if (moment?.folded.state.status === undefined || moment.folded.state.status === 'unknown')
      throw new Error('nothing was reported');
    const event = publishIncident(
      { recorded: moment.recorded, incident: moment.folded.state },
      URL,
    );
    expect(event?.data).toMatchObject({ occurredAt: at('10:00'), recordedAt: at('12:00') });
  });
});

/** Free text, addresses and ciphertext of the random histories and of the examples. */
const secret =
  /\b(?:one|two|three)\b|sealed|c2VhbGVk|keyId|Smoke|spreads|rang again|burns again|aired|pavement|Xinghu|call-8841|"(?:reporter|summary|description|address)"/;

describe('whatever happens to incidents', () => {
  it('neither free text nor a person leaves, and every payload keeps its contract', () => {
    fc.assert(
      fc.property(randomHistory, (history) => {
        for (const event of publishedOf(...history)) {
          if (event === undefined) continue;
          expect(JSON.stringify(event)).not.toMatch(secret);
          const definition = incidentsRegistry.get(event.type);
          expect(definition?.data.parse(event.data)).toEqual(event.data);
        }
      }),
      { numRuns: 200 },
    );
  });
  it('each event but a note is told once, in the order of the stream', () => {
    fc.assert(
      fc.property(randomHistory, (history) => {
        const told = publishedOf(...history).map((event) => event !== undefined);
        expect(told).toEqual(history.map(({ type }) => type !== 'IncidentNoteAdded'));
      }),
    );
  });
});
