import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, LeapingTiming } from '@city/event-sourcing-testing';
import { at } from '../domain/testing/incident-events.js';
import { incidentCommands, streamOf, type IncidentCommands } from './incident-commands.js';
import {
  importedIncidentId,
  importIncident,
  type ImportedIncident,
  type ImportIncident,
} from './import-incident.js';

const externalId = '63593076';
const importer = { actor: { subject: 'admin-1', roles: ['admin'] }, correlationId: 'c' };
const stream = streamOf(importedIncidentId(externalId));
const lineWith = (changes: Partial<ImportedIncident> = {}): ImportedIncident => ({
  incident: {
    ...{ externalId, type: 'dead-animal', summary: 'Dead bird', agency: 'DSNY', priority: null },
    location: { longitude: null, latitude: null, address: null, district: 'outside' },
    reportedAt: at('08:00'),
  },
  resolvedAt: undefined,
  closedAt: undefined,
  ...changes,
});
const ended = lineWith({ resolvedAt: at('09:00'), closedAt: at('09:30') });

describe('an import', () => {
  let store: InMemoryEventStore;
  let commands: IncidentCommands;
  let bring: ImportIncident;
  beforeEach(() => {
    store = new InMemoryEventStore({ now: () => at('12:00') });
    commands = incidentCommands(store, new LeapingTiming());
    bring = importIncident(commands);
  });
  const typesOf = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of store.read(stream)) types.push(type);
    return types;
  };
  const byHand = async (command: Parameters<IncidentCommands['handle']>[1], id: string) => {
    const outcome = await commands.handle(stream, command, {
      ...{ commandId: id, fingerprint: null, correlationId: 'c', causationId: null },
      ...{ actor: importer.actor, occurredAt: at('11:30'), twinPossible: false },
    });
    expect(outcome.outcome).toBe('accepted');
  };

  it('brings in what is not there, each step at its own time', async () => {
    expect(await bring(ended, importer)).toEqual({ outcome: 'imported' });
    const times: (readonly [string, string, string])[] = [];
    for await (const { event, occurredAt, recordedAt } of commands.history(stream))
      times.push([event.type, occurredAt, recordedAt]);
    expect(times).toEqual([
      ['IncidentReported', at('08:00'), at('12:00')],
      ['IncidentResolved', at('09:00'), at('12:00')],
      ['IncidentClosed', at('09:30'), at('12:00')],
    ]);
    expect((await commands.load(stream)).state).toMatchObject({
      ...{
        status: 'closed',
        outcome: 'imported',
        source: { channel: 'import', reference: externalId },
      },
    });
  });
  it('leaves open what has no end', async () => {
    await bring(lineWith(), importer);
    expect(await typesOf()).toEqual(['IncidentReported']);
  });
  it('with a closure alone resolves and closes then', async () => {
    await bring(lineWith({ closedAt: at('09:30') }), importer);
    expect((await commands.load(stream)).state).toMatchObject({
      ...{ status: 'closed', resolvedAt: at('09:30'), closedAt: at('09:30') },
    });
  });
  it('of the same line changes nothing', async () => {
    await bring(ended, importer);
    expect(await bring(ended, importer)).toEqual({ outcome: 'unchanged' });
    expect(await typesOf()).toHaveLength(3);
  });
  it('of the same line through another process changes nothing', async () => {
    await bring(ended, importer);
    const elsewhere = importIncident(incidentCommands(store, new LeapingTiming()));
    expect(await elsewhere(ended, importer)).toEqual({ outcome: 'unchanged' });
    expect(await typesOf()).toHaveLength(3);
  });
  it('of one line twice at once brings it in once', async () => {
    const elsewhere = importIncident(incidentCommands(store, new LeapingTiming()));
    const outcomes = await Promise.all([bring(ended, importer), elsewhere(ended, importer)]);
    expect(outcomes.map(({ outcome }) => outcome)).toContain('imported');
    expect(await typesOf()).toEqual(['IncidentReported', 'IncidentResolved', 'IncidentClosed']);
  });
  it('adds only the closing steps that are lacking', async () => {
    await bring(lineWith(), importer);
    expect(await bring(lineWith({ resolvedAt: at('09:00') }), importer)).toEqual({
      outcome: 'imported',
    });
    expect(await bring(ended, importer)).toEqual({ outcome: 'imported' });
    expect(await typesOf()).toEqual(['IncidentReported', 'IncidentResolved', 'IncidentClosed']);
  });
  it('does not change what the line says otherwise the second time', async () => {
    await bring(lineWith(), importer);
    const { incident } = lineWith();
    const other = lineWith({ incident: { ...incident, summary: 'Another bird' } });
    expect(await bring(other, importer)).toEqual({ outcome: 'unchanged' });
  });
  it('never repeats a step, also after a reopening by hand', async () => {
    await bring(ended, importer);
    await byHand({ type: 'ReopenIncident', data: { reason: 'Again', now: at('11:30') } }, 'reopen');
    expect(await bring(ended, importer)).toEqual({ outcome: 'unchanged' });
    expect(await typesOf()).toHaveLength(4);
    expect((await commands.load(stream)).state.status).toBe('reported');
  });
  it('lets stand who resolved by hand, and closes', async () => {
    await bring(lineWith(), importer);
    await byHand(
      {
        type: 'TriageIncident',
        data: { priority: 'P4', type: null, note: null, now: at('11:00') },
      },
      't',
    );
    const data = {
      outcome: 'handled',
      summary: 'Taken away',
      now: at('09:10'),
      occurredAt: null,
    } as const;
    await byHand({ type: 'ResolveIncident', data }, 'r');
    expect(await bring(ended, importer)).toEqual({ outcome: 'imported' });
    expect((await commands.load(stream)).state).toMatchObject({
      ...{ status: 'closed', outcome: 'handled', resolvedAt: at('09:10') },
    });
  });
  it('of an unknown type is refused and leaves nothing', async () => {
    const line = lineWith({ incident: { ...lineWith().incident, type: 'dragon' } });
    expect(await bring(line, importer)).toEqual({
      outcome: 'rejected',
      rejection: { type: 'UnknownIncidentType', code: 'dragon' },
    });
    expect(await typesOf()).toEqual([]);
  });
  it('of an end is refused where the incident was cancelled', async () => {
    await bring(lineWith(), importer);
    await byHand({ type: 'CancelIncident', data: { reason: 'test', now: at('11:30') } }, 'cancel');
    expect(await bring(ended, importer)).toEqual({
      outcome: 'rejected',
      rejection: { type: 'IncidentNotOpen', status: 'cancelled' },
    });
  });
  it('lands once when the answer of the store was lost', async () => {
    store.failNextAppend('after');
    const { outcome } = await bring(ended, importer);
    expect(['imported', 'unchanged']).toContain(outcome);
    expect(await typesOf()).toHaveLength(3);
  });
});

describe('the id of an imported incident', () => {
  it('is for ever the one that the documentation derives', () => {
    // uuidV5('63593076', uuidV5('import.incidents.city', DNS)), computed with Python's uuid module.
    expect(importedIncidentId('63593076')).toBe('e9e11556-6413-5e31-b968-eed7c45dfab4');
  });
});
