import { describe, expect, it } from '@jest/globals';
import { type IncidentEvent } from './events.js';
import { evolve } from './evolve.js';
import { initialState, type IncidentState } from './state.js';
import * as examples from './testing/incident-events.js';

const { at, closed, correctedTo, noteAdded, reopenedAs, reported, resolved, triaged } = examples;
const fold = (...events: readonly IncidentEvent[]): IncidentState =>
  events.reduce(evolve, initialState);

describe('an incident', () => {
  it('is unknown before its report', () => {
    expect(fold()).toEqual({ status: 'unknown' });
  });
  it('stays unknown when something else comes first', () => {
    expect(fold(triaged)).toEqual({ status: 'unknown' });
  });
  it('shows what the report said', () => {
    const { incidentId, ...report } = reported.data;
    expect(fold(reported)).toEqual({
      ...report,
      id: incidentId,
      status: 'reported',
      hasReporter: true,
      triagedAt: null,
      wasTriaged: false,
      resolvedAt: null,
      closedAt: null,
      outcome: null,
      escalationLevel: 0,
      noteCount: 0,
    });
  });
  it('has no reporter when none is in the report', () => {
    expect(fold(examples.imported)).toMatchObject({ hasReporter: false, reporter: null });
  });
  it('keeps what a correction does not name', () => {
    expect(fold(reported, correctedTo({ summary: 'Fire' }))).toEqual({
      ...fold(reported),
      summary: 'Fire',
    });
  });
  it('counts its notes', () => {
    expect(fold(reported, noteAdded('one'), noteAdded('two'))).toMatchObject({ noteCount: 2 });
  });
  it('shows when it was triaged, resolved and closed, and how it ended', () => {
    expect(fold(reported, triaged, resolved, closed)).toMatchObject({
      status: 'closed',
      triagedAt: at('10:03'),
      resolvedAt: at('10:40'),
      closedAt: at('11:00'),
      outcome: 'handled',
    });
  });
  it('forgets its end when it is reopened, and keeps its triage', () => {
    expect(fold(reported, triaged, resolved, closed, reopenedAs('triaged'))).toMatchObject({
      status: 'triaged',
      triagedAt: at('10:03'),
      resolvedAt: null,
      closedAt: null,
      outcome: null,
    });
  });
});
