import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { momentsOf, storedHistory } from '../../testing/stored-history.js';
import type { IncidentEvent } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { randomHistory } from '../domain/testing/random-histories.js';
import { known } from './incident-desk.js';
import { incidentView } from './incident.view.js';
import { IncidentView } from './incident.responses.js';

const viewsOf = (history: readonly IncidentEvent[]): IncidentView[] =>
  momentsOf(storedHistory(examples.incidentId, history)).map(({ folded }) =>
    incidentView(known(folded)),
  );

const fields = [
  ...['id', 'revision', 'status', 'type', 'category', 'priority', 'summary', 'description'],
  ...['location', 'source', 'agency', 'hasReporter', 'reportedAt', 'triagedAt', 'resolvedAt'],
  ...['closedAt', 'updatedAt', 'outcome', 'escalationLevel', 'noteCount', 'clocks', 'dispatches'],
  ...['links', 'mergedInto', 'mergedFrom'],
];

describe('an incident as it is shown', () => {
  it('has the fields of the page in its order', () => {
    const [view] = viewsOf([examples.reported]);
    expect(Object.keys(view ?? {})).toEqual(fields);
    expect(Object.keys(view?.location ?? {})).toEqual([
      ...['longitude', 'latitude', 'address', 'district'],
    ]);
  });
  it('tells what happened to it', () => {
    const { reported, triaged, resolved, closed } = examples;
    const history = [reported, triaged, examples.noteAdded('Road blocked'), resolved, closed];
    expect(viewsOf(history).at(-1)).toStrictEqual({
      ...{ id: examples.incidentId, revision: '4', status: 'closed' },
      ...{ type: 'structure-fire', category: 'fire', priority: 'P2' },
      summary: 'Smoke from the 3rd floor',
      description: 'Grey smoke, nobody at the windows',
      location: reported.data.location,
      source: { channel: 'phone', reference: 'call-8841' },
      ...{ agency: null, hasReporter: true },
      reportedAt: examples.at('10:00'),
      triagedAt: examples.at('10:03'),
      resolvedAt: examples.at('10:40'),
      closedAt: examples.at('11:00'),
      updatedAt: examples.at('11:00'),
      ...{ outcome: 'handled', escalationLevel: 0, noteCount: 1 },
      ...{ clocks: [], dispatches: [], links: [], mergedInto: null, mergedFrom: [] },
    });
  });
  it('was updated at the last effective time', () => {
    const { reported, triaged, resolved } = examples;
    const history = [reported, triaged, resolved, examples.noteAdded('Late', '10:07')];
    expect(viewsOf(history).at(-1)?.updatedAt).toBe(examples.at('10:40'));
  });
  it('never shows who reported it, fits its schema and counts its revisions', () => {
    fc.assert(
      fc.property(randomHistory, (history) => {
        viewsOf(history).forEach((view, index) => {
          expect(IncidentView.parse(view)).toEqual(view);
          expect(Object.keys(view)).toEqual(fields);
          expect(view.revision).toBe(String(index));
          expect(JSON.stringify(view)).not.toMatch(/sealed|keyId|c2VhbGVk/);
        });
      }),
    );
  });
});
