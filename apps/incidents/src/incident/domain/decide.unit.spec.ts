import { specificationFor } from '@city/event-sourcing-testing';
import { describe, it } from '@jest/globals';
import { incidentDecider } from './decider.js';
import * as commands from './testing/incident-commands.js';
import * as examples from './testing/incident-events.js';

const { at, cancelled, cancelledAs, closed, imported, importResolvedAt, priorityChanged } =
  examples;
const { reopenedAs, reported, reportedWith, resolved, resolvedAs, triaged, triagedAs } = examples;
const { cancel, changePriority, close, reopen, resolve, triage } = commands;
const given = specificationFor(incidentDecider);

describe('triage', () => {
  it('sets the priority', () => {
    given(reported).when(triage('P1')).then(triagedAs('P1'));
  });
  it('keeps a priority that is already right', () => {
    given(reported).when(triage('P2')).then(triaged);
  });
  it('may set the type, which brings its category along', () => {
    const typed = { type: 'gas-leak', category: 'hazmat', note: 'Smells of gas' } as const;
    given(reported)
      .when(triage('P1', { type: 'gas-leak', note: 'Smells of gas' }))
      .then(triagedAs('P1', typed));
  });
  it('leaves a type that has left the catalogue as it is', () => {
    given(reportedWith({ type: 'airship-fire' }))
      .when(triage('P1'))
      .then(triagedAs('P1', { type: 'airship-fire' }));
  });
  it('to a type that nobody knows is refused', () => {
    given(reported)
      .when(triage('P1', { type: 'dragon' }))
      .thenRejected({ type: 'UnknownIncidentType', code: 'dragon' });
  });
  it('is done once', () => {
    given(reported, triaged)
      .when(triage('P2'))
      .thenRejected({ type: 'IncidentNotReported', status: 'triaged' });
  });
  it('is done again after a reopening of what was never triaged', () => {
    given(reported, cancelled, reopenedAs('reported')).when(triage('P2')).then(triaged);
  });
  it('of what was never reported is refused', () => {
    given().when(triage('P1')).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a priority', () => {
  it('changes while the incident is open', () => {
    given(reported, triaged).when(changePriority('P1')).then(priorityChanged('P2', 'P1'));
  });
  it('changes before triage too', () => {
    given(reported).when(changePriority('P1')).then(priorityChanged('P2', 'P1'));
  });
  it('that is already so is nothing to do', () => {
    given(reported, triaged).when(changePriority('P2')).thenNothing();
  });
  it('set by triage is the one that counts', () => {
    given(reported, triagedAs('P3')).when(changePriority('P3')).thenNothing();
  });
  it('stays when the incident has ended, also when it is already so', () => {
    given(reported, triaged, resolved)
      .when(changePriority('P2'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'resolved' });
  });
  it('of what was never reported is refused', () => {
    given().when(changePriority('P1')).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a resolution', () => {
  it('ends a triaged incident', () => {
    given(reported, triaged).when(resolve('handled')).then(resolved);
  });
  it('bears the time that the caller gives', () => {
    given(reported, triaged)
      .when(resolve('referred', at('10:20')))
      .then(resolvedAs('referred', '10:20'));
  });
  it('from before the report is refused', () => {
    given(reported, triaged)
      .when(resolve('handled', '2026-03-01T09:59:59Z'))
      .thenRejected({ type: 'OccurredBeforeReport', reportedAt: at('10:00') });
  });
  it('needs triage', () => {
    given(reported)
      .when(resolve('handled'))
      .thenRejected({ type: 'IncidentNotTriaged', status: 'reported' });
  });
  it('is made once', () => {
    given(reported, triaged, resolved)
      .when(resolve('handled'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'resolved' });
  });
  it('of a cancelled incident is refused', () => {
    given(reported, cancelled)
      .when(resolve('handled'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'cancelled' });
  });
  it('is made again after a reopening', () => {
    given(reported, triaged, resolved, reopenedAs('triaged'))
      .when(resolve('no-action'))
      .then(resolvedAs('no-action'));
  });
  it('of what was never reported is refused', () => {
    given().when(resolve('handled')).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a closure', () => {
  it('follows the resolution', () => {
    given(reported, triaged, resolved).when(close()).then(closed);
  });
  it('needs a resolution', () => {
    given(reported, triaged)
      .when(close())
      .thenRejected({ type: 'IncidentNotResolved', status: 'triaged' });
  });
  it('is made once', () => {
    given(reported, triaged, resolved, closed)
      .when(close())
      .thenRejected({ type: 'IncidentNotResolved', status: 'closed' });
  });
  it('of what was never reported is refused', () => {
    given().when(close()).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a cancellation', () => {
  it('ends a reported incident', () => {
    given(reported).when(cancel('duplicate')).then(cancelledAs('duplicate'));
  });
  it('ends a triaged incident', () => {
    given(reported, triaged).when(cancel('false-alarm')).then(cancelled);
  });
  it('comes too late for an incident that has ended', () => {
    given(reported, triaged, resolved)
      .when(cancel('test'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'resolved' });
  });
  it('is made once', () => {
    given(reported, cancelled)
      .when(cancel('test'))
      .thenRejected({ type: 'IncidentNotOpen', status: 'cancelled' });
  });
  it('of what was never reported is refused', () => {
    given().when(cancel('test')).thenRejected({ type: 'IncidentUnknown' });
  });
});

describe('a reopening', () => {
  it('leads a resolved incident back to triaged', () => {
    given(reported, triaged, resolved).when(reopen).then(reopenedAs('triaged'));
  });
  it('leads a closed incident back to triaged', () => {
    given(reported, triaged, resolved, closed).when(reopen).then(reopenedAs('triaged'));
  });
  it('leads an incident that was cancelled before triage back to reported', () => {
    given(reported, cancelled).when(reopen).then(reopenedAs('reported'));
  });
  it('leads an imported incident that was never triaged back to reported', () => {
    given(imported, importResolvedAt('09:00')).when(reopen).then(reopenedAs('reported'));
  });
  it('remembers the triage over several reopenings', () => {
    given(reported, triaged, cancelled, reopenedAs('triaged'), cancelled)
      .when(reopen)
      .then(reopenedAs('triaged'));
  });
  it('of an open incident is refused', () => {
    given(reported, triaged).when(reopen).thenRejected({ type: 'IncidentOpen', status: 'triaged' });
  });
  it('of what was never reported is refused', () => {
    given().when(reopen).thenRejected({ type: 'IncidentUnknown' });
  });
});
