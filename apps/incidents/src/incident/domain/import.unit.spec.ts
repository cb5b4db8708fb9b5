import { specificationFor } from '@city/event-sourcing-testing';
import { describe, it } from '@jest/globals';
import { incidentDecider } from './decider.js';
import { importClosure, importResolution, importWith } from './testing/incident-commands.js';
import * as examples from './testing/incident-events.js';

const { at, cancelled, closedAt, imported, importResolvedAt, reopenedAs } = examples;
const { reported, reportedWith, resolved, triaged } = examples;
const given = specificationFor(incidentDecider);

describe('an imported report', () => {
  it('begins an incident at the time of its line', () => {
    given().when(importWith()).then(imported);
  });
  it('takes the priority of its line', () => {
    given()
      .when(importWith({ priority: 'P1' }))
      .then(reportedWith({ ...imported.data, priority: 'P1' }));
  });
  it('of a type that nobody knows is refused', () => {
    given()
      .when(importWith({ type: 'dragon' }))
      .thenRejected({ type: 'UnknownIncidentType', code: 'dragon' });
  });
  it('is made once', () => {
    given(imported).when(importWith()).thenRejected({ type: 'IncidentAlreadyReported' });
  });
});

describe('an imported resolution', () => {
  it('needs no triage', () => {
    given(imported).when(importResolution('09:00')).then(importResolvedAt('09:00'));
  });
  it('ends a triaged incident', () => {
    given(reported, triaged).when(importResolution('10:30')).then(importResolvedAt('10:30'));
  });
  it('of a resolved incident is nothing to do', () => {
    given(reported, triaged, resolved).when(importResolution('10:30')).thenNothing();
  });
  it('of a closed incident is nothing to do', () => {
    given(imported, importResolvedAt('09:00'), closedAt('09:30'))
      .when(importResolution('08:30'))
      .thenNothing();
  });
  it('ends an incident that was reopened by hand', () => {
    given(imported, cancelled, reopenedAs('reported'))
      .when(importResolution('09:00'))
      .then(importResolvedAt('09:00'));
  });
  it('of a cancelled incident is refused', () => {
    given(imported, cancelled)
      .when(importResolution('09:00'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'cancelled' });
  });
  it('from before the report is refused', () => {
    given(imported)
      .when(importResolution('07:59'))
      .thenRejected({ type: 'OccurredBeforeReport', reportedAt: at('08:00') });
  });
  it('of what was never reported is refused', () => {
    given().when(importResolution('09:00')).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('an imported closure', () => {
  it('follows the resolution, also in the same minute', () => {
    given(imported, importResolvedAt('09:00')).when(importClosure('09:00')).then(closedAt('09:00'));
  });
  it('of a closed incident is nothing to do', () => {
    given(imported, importResolvedAt('09:00'), closedAt('09:30'))
      .when(importClosure('09:00'))
      .thenNothing();
  });
  it('needs a resolution', () => {
    given(imported)
      .when(importClosure('09:00'))
      .thenRejected({ type: 'IncidentNotResolved', status: 'reported' });
  });
  it('from before the resolution is refused', () => {
    given(imported, importResolvedAt('09:00'))
      .when(importClosure('08:59'))
      .thenRejected({ type: 'ClosedBeforeResolution', resolvedAt: at('09:00') });
  });
  it('of what was never reported is refused', () => {
    given().when(importClosure('09:00')).thenRejected({ type: 'IncidentUnknown' });
  });
});
