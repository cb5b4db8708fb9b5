import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type IncidentCommand } from './commands.js';
import { incidentDecider } from './decider.js';
import { type IncidentEvent, incidentEvents } from './events.js';
import { isBefore } from './own-time.js';
import { type Incident, type IncidentState, isOpen } from './state.js';
import { randomCommands } from './testing/random-commands.js';
import { type IncidentStatus } from './values.js';

const { decide, evolve, initialState } = incidentDecider;

interface Step {
  readonly before: IncidentState;
  readonly command: IncidentCommand;
  readonly outcome: 'accepted' | 'rejected';
  readonly events: readonly IncidentEvent[];
  readonly after: IncidentState;
}

/** What each command of a sequence came to. */
const run = (commands: readonly IncidentCommand[]): readonly Step[] => {
  const steps: Step[] = [];
  let before = initialState;
  for (const command of commands) {
    const decision = decide(command, before);
    const events = decision.outcome === 'accepted' ? decision.events : [];
    const after = events.reduce(evolve, before);
    steps.push({ before, command, outcome: decision.outcome, events, after });
    before = after;
  }
  return steps;
};

const always = (holds: (step: Step) => void): void => {
  fc.assert(
    fc.property(randomCommands, (commands) => {
      run(commands).forEach(holds);
    }),
    { numRuns: 300 },
  );
};

const known = (holds: (incident: Incident, step: Step) => void): void => {
  always((step) => {
    if (step.after.status !== 'unknown') holds(step.after, step);
  });
};

/** Every way on which a status may change; anything else is a mistake. */
const ways: Readonly<Record<'unknown' | IncidentStatus, readonly string[]>> = {
  unknown: ['reported'],
  reported: ['triaged', 'resolved', 'cancelled'],
  triaged: ['resolved', 'cancelled'],
  responding: ['resolved', 'cancelled'],
  resolved: ['closed', 'reported', 'triaged'],
  closed: ['reported', 'triaged'],
  cancelled: ['reported', 'triaged'],
  merged: [],
};

describe('whatever is asked of an incident, and in whatever order', () => {
  it('each accepted event fits its schema', () => {
    always(({ events }) => {
      for (const { type, data } of events) expect(incidentEvents[type].parse(data)).toEqual(data);
    });
  });
  it('a decision is the same when it is asked for again', () => {
    always(({ command, before }) => {
      expect(decide(command, before)).toStrictEqual(decide(command, before));
    });
  });
  it('its status changes only on the known ways', () => {
    always(({ before, after }) => {
      if (before.status !== after.status) expect(ways[before.status]).toContain(after.status);
    });
  });
  it('each accepted event changes something', () => {
    always(({ before, events, after }) => {
      if (events.length > 0) expect(after).not.toEqual(before);
    });
  });
  it('it begins only with a report', () => {
    always(({ before, after, command }) => {
      if (before.status === 'unknown' && after.status !== 'unknown') {
        expect(['ReportIncident', 'ImportIncident']).toContain(command.type);
      }
    });
  });
  it('nothing but a reopening opens it again', () => {
    always(({ before, after, command }) => {
      if (before.status === 'unknown' || after.status === 'unknown') return;
      if (!isOpen(before) && isOpen(after)) expect(command.type).toBe('ReopenIncident');
    });
  });
  it('it has an outcome and a time of resolution exactly when it is resolved or closed', () => {
    known(({ status, outcome, resolvedAt }) => {
      const ended = status === 'resolved' || status === 'closed';
      expect([outcome !== null, resolvedAt !== null]).toEqual([ended, ended]);
    });
  });
  it('it has a time of closure exactly when it is closed', () => {
    known(({ status, closedAt }) => {
      expect(closedAt !== null).toBe(status === 'closed');
    });
  });
  it('it has a time of triage exactly when it was triaged', () => {
    known(({ status, wasTriaged, triagedAt }) => {
      expect(triagedAt !== null).toBe(wasTriaged);
      if (status === 'triaged') expect(wasTriaged).toBe(true);
      if (status === 'reported') expect(wasTriaged).toBe(false);
    });
  });
  it('no time that a caller gives lies before the report', () => {
    known(({ reportedAt }, { command, events }) => {
      if (command.type !== 'AddNote' && command.type !== 'ResolveIncident') return;
      if (events.length === 0 || command.data.occurredAt === null) return;
      expect(isBefore(command.data.occurredAt, reportedAt)).toBe(false);
    });
  });
  it('its beginning never changes', () => {
    always(({ before, after }) => {
      if (before.status === 'unknown' || after.status === 'unknown') return;
      const { id, reportedAt, source, reporter } = before;
      expect(after).toMatchObject({ id, reportedAt, source, reporter });
    });
  });
  it('a correction or a priority that is asked for twice is nothing to do', () => {
    always(({ command, outcome, after }) => {
      if (outcome === 'rejected') return;
      if (command.type !== 'CorrectIncident' && command.type !== 'ChangePriority') return;
      expect(decide(command, after)).toEqual({ outcome: 'accepted', events: [] });
    });
  });
});
