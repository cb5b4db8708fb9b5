import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type StoredEvent } from '@city/event-sourcing';
import fc from 'fast-check';
import { incidentDecider } from '../domain/decider.js';
import { type IncidentEvent, incidentEvents } from '../domain/events.js';
import * as examples from '../domain/testing/incident-events.js';
import { randomCommands } from '../domain/testing/random-commands.js';
import { incidentCodec } from './codec.js';
import { idOf, streamOf } from './stream.js';

const folder = new URL('./stored/', import.meta.url);
const metadata = {
  commandId: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0001',
  commandFingerprint: null,
  correlationId: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0002',
  causationId: null,
  actor: { subject: 'duty-7', roles: ['dispatcher'] },
  schemaVersion: 1,
  occurredAt: examples.at('10:00'),
};
const stored = (type: string, data: unknown): StoredEvent => ({
  id: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0003',
  stream: streamOf(examples.incidentId),
  revision: 0n,
  position: 0n,
  type,
  data,
  metadata,
  storedAt: examples.at('10:00'),
});

/** What each golden file must be read as. */
const golden: Readonly<Record<string, IncidentEvent>> = {
  'incident-reported.v1.json': examples.reported,
  'incident-corrected.v1.json': examples.correctedTo({
    summary: 'Smell of gas',
    type: 'gas-leak',
    category: 'hazmat',
  }),
  'incident-triaged.v1.json': examples.triagedAs('P1', { note: 'Two calls' }),
  'incident-priority-changed.v1.json': examples.priorityChanged('P2', 'P1'),
  'incident-note-added.v1.json': examples.noteAdded('Road blocked'),
  'incident-resolved.v1.json': examples.resolved,
  'incident-closed.v1.json': examples.closed,
  'incident-cancelled.v1.json': examples.cancelled,
  'incident-reopened.v1.json': examples.reopenedAs('triaged'),
};

describe('a stored incident event', () => {
  it.each(Object.entries(golden))('%s is read as what it meant', (file, event) => {
    const data: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    expect(incidentCodec.decode(stored(event.type, data)).event).toStrictEqual(event);
  });
  it('has a golden file of every type', () => {
    const types = Object.values(golden).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(Object.keys(incidentEvents)));
  });
  it('has no golden file that nobody reads', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(golden).sort());
  });
  it('comes back as it went', () => {
    fc.assert(
      fc.property(randomCommands, (commands) => {
        let state = incidentDecider.initialState;
        for (const command of commands) {
          const decision = incidentDecider.decide(command, state);
          if (decision.outcome === 'rejected') continue;
          for (const event of decision.events) {
            const { type, data } = incidentCodec.encode(event);
            expect(incidentCodec.decode(stored(type, data)).event).toStrictEqual(event);
            state = incidentDecider.evolve(state, event);
          }
        }
      }),
    );
  });
});

describe('the stream of an incident', () => {
  it('is named after it', () => {
    expect(streamOf(examples.incidentId)).toBe(`incident-${examples.incidentId}`);
  });
  it('tells which incident it holds', () => {
    expect(idOf(streamOf(examples.incidentId))).toBe(examples.incidentId);
  });
});
