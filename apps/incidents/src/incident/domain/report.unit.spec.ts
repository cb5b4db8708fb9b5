import { specificationFor } from '@city/event-sourcing-testing';
import { describe, it } from '@jest/globals';
import { incidentDecider } from './decider.js';
import { addNote, correct, reportWith } from './testing/incident-commands.js';
import * as examples from './testing/incident-events.js';

const { at, cancelled, closed, correctedTo, reported, reportedWith, resolved, triaged } = examples;
const given = specificationFor(incidentDecider);
const { location } = reported.data;

describe('a report', () => {
  it('begins an incident', () => {
    given().when(reportWith()).then(reported);
  });
  it('takes the default priority of its type when none is given', () => {
    given()
      .when(reportWith({ priority: null }))
      .then(reportedWith({ priority: 'P1' }));
  });
  it('keeps the category that its type has at that time', () => {
    given()
      .when(reportWith({ type: 'gas-leak', priority: null }))
      .then(reportedWith({ type: 'gas-leak', category: 'hazmat', priority: 'P1' }));
  });
  it('bears the time at which it happened when the caller knows it', () => {
    given()
      .when(reportWith({ occurredAt: at('09:30') }))
      .then(reportedWith({ reportedAt: at('09:30') }));
  });
  it('of a type that nobody knows is refused', () => {
    given()
      .when(reportWith({ type: 'dragon' }))
      .thenRejected({ type: 'UnknownIncidentType', code: 'dragon' });
  });
  it('is made once', () => {
    given(reported).when(reportWith()).thenRejected({ type: 'IncidentAlreadyReported' });
  });
  it('is made once, also when the incident was cancelled', () => {
    given(reported, cancelled).when(reportWith()).thenRejected({ type: 'IncidentAlreadyReported' });
  });
});

describe('a correction', () => {
  it('changes what the report said', () => {
    const moved = { ...location, longitude: 120.64, district: '320509' };
    given(reported)
      .when(correct({ summary: 'Smoke from the roof', location: moved }))
      .then(correctedTo({ summary: 'Smoke from the roof', location: moved }));
  });
  it('records only what becomes different', () => {
    given(reported)
      .when(
        correct({
          summary: 'Smoke from the roof',
          description: 'Grey smoke, nobody at the windows',
        }),
      )
      .then(correctedTo({ summary: 'Smoke from the roof' }));
  });
  it('of the type brings the category along and leaves the priority', () => {
    given(reported, triaged)
      .when(correct({ type: 'gas-leak' }))
      .then(correctedTo({ type: 'gas-leak', category: 'hazmat' }));
  });
  it('is taken after the closure', () => {
    given(reported, triaged, resolved, closed)
      .when(correct({ summary: 'Fire on the roof' }))
      .then(correctedTo({ summary: 'Fire on the roof' }));
  });
  it('back to the first words is a change again', () => {
    given(reported, correctedTo({ summary: 'Fire' }))
      .when(correct({ summary: reported.data.summary }))
      .then(correctedTo({ summary: reported.data.summary }));
  });
  it('that changes nothing is nothing to do', () => {
    given(reported)
      .when(
        correct({
          summary: reported.data.summary,
          location: { ...location },
          type: 'structure-fire',
        }),
      )
      .thenNothing();
  });
  it('without a wish is nothing to do', () => {
    given(reported).when(correct({})).thenNothing();
  });
  it('to a type that nobody knows is refused', () => {
    given(reported)
      .when(correct({ type: 'dragon' }))
      .thenRejected({ type: 'UnknownIncidentType', code: 'dragon' });
  });
  it('keeps a type that has left the catalogue', () => {
    given(reportedWith({ type: 'airship-fire' }))
      .when(correct({ type: 'airship-fire', summary: 'Fire' }))
      .then(correctedTo({ summary: 'Fire' }));
  });
  it('of a cancelled incident is refused', () => {
    given(reported, cancelled)
      .when(correct({ summary: 'Fire' }))
      .thenRejected({ type: 'IncidentCancelled' });
  });
  it('of what was never reported is refused', () => {
    given()
      .when(correct({ summary: 'Fire' }))
      .thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a note', () => {
  it('is added', () => {
    given(reported).when(addNote('Road blocked')).then(examples.noteAdded('Road blocked'));
  });
  it('may say the same as the one before', () => {
    given(reported, examples.noteAdded('Road blocked'))
      .when(addNote('Road blocked'))
      .then(examples.noteAdded('Road blocked'));
  });
  it('is taken after the closure', () => {
    given(reported, triaged, resolved, closed)
      .when(addNote('Bill sent'))
      .then(examples.noteAdded('Bill sent'));
  });
  it('bears the time that the caller gives', () => {
    given(reported)
      .when(addNote('Road blocked', at('10:01')))
      .then(examples.noteAdded('Road blocked', '10:01'));
  });
  it('from before the report is refused', () => {
    given(reported)
      .when(addNote('Road blocked', at('09:59')))
      .thenRejected({ type: 'OccurredBeforeReport', reportedAt: at('10:00') });
  });
  it('written by a clock that is behind is taken', () => {
    given(reportedWith({ reportedAt: at('10:07') }))
      .when(addNote('Road blocked'))
      .then(examples.noteAdded('Road blocked'));
  });
  it('to a cancelled incident is refused', () => {
    given(reported, cancelled).when(addNote('Late')).thenRejected({ type: 'IncidentCancelled' });
  });
  it('to what was never reported is refused', () => {
    given().when(addNote('Late')).thenRejected({ type: 'IncidentUnknown' });
  });
});
