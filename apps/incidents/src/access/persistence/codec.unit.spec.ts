import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { accessCodec } from './codec.js';
import { idOf, streamOf } from './stream.js';

const incidentId = '7b2e3c1a-54f0-4c58-9a55-0f1d2c3b4a59';
const golden = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`./stored/${file}`, import.meta.url), 'utf8'));

describe('a stored access', () => {
  it('is read as what it meant', () => {
    const at = '2026-03-01T10:20:00.000Z';
    const { event, metadata } = accessCodec.decode({
      id: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0003',
      stream: streamOf(incidentId),
      revision: 0n,
      position: 0n,
      type: 'ReporterAccessed',
      data: golden('reporter-accessed.v1.json'),
      metadata: {
        commandId: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0001',
        commandFingerprint: null,
        correlationId: '5a0e1a53-8a5f-5b3c-9a38-4a0f6f1f0002',
        causationId: null,
        actor: { subject: 'duty-7', roles: ['dispatcher'] },
        schemaVersion: 1,
        occurredAt: at,
      },
      storedAt: at,
    });
    expect(event).toStrictEqual({
      type: 'ReporterAccessed',
      data: { purpose: 'Call back', lookup: false, accessedAt: at },
    });
    expect(metadata.actor.subject).toBe('duty-7');
  });
});

describe('the stream of an access log', () => {
  it('is named after its incident', () => {
    expect(streamOf(incidentId)).toBe(`access-${incidentId}`);
    expect(idOf(streamOf(incidentId))).toBe(incidentId);
  });
});
