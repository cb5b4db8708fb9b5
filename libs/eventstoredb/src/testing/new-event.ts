import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@city/event-sourcing';

/** An event that any store takes. */
export const newEvent = (data: unknown = {}): NewEvent => ({
  id: randomUUID(),
  type: 'Happened',
  data,
  metadata: {
    commandId: randomUUID(),
    commandFingerprint: null,
    correlationId: 'spec',
    causationId: null,
    actor: { subject: 'spec', roles: [] },
    schemaVersion: 1,
    occurredAt: '2026-11-24T08:00:00.000Z',
  },
});
