import { z } from 'zod';
import { Category } from './incident-types/incident-type.js';
import {
  CancellationReason,
  Channel,
  Instant,
  Outcome,
  Priority,
  SealedReporter,
} from './values.js';

/** The type at that time, with the category that it then had: a later catalogue rewrites no history. */
const typed = { type: z.string(), category: Category };

const Place = z.strictObject({
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  address: z.string().nullable(),
  district: z.string(),
});

/** Payloads of the stored events by type. They ARE the storage format: a change needs an upcaster. */
export const incidentEvents = {
  IncidentReported: z.strictObject({
    incidentId: z.uuid(),
    ...typed,
    priority: Priority,
    summary: z.string(),
    description: z.string().nullable(),
    location: Place,
    source: z.strictObject({ channel: Channel, reference: z.string().nullable() }),
    agency: z.string().nullable(),
    reporter: SealedReporter.nullable(),
    reportedAt: Instant,
  }),
  IncidentCorrected: z.strictObject({
    /** Only what is different now. */
    changes: z
      .strictObject({ summary: z.string(), description: z.string(), location: Place, ...typed })
      .partial(),
    reason: z.string(),
    correctedAt: Instant,
  }),
  IncidentTriaged: z.strictObject({
    priority: Priority,
    ...typed,
    note: z.string().nullable(),
    triagedAt: Instant,
  }),
  IncidentPriorityChanged: z.strictObject({
    priority: Priority,
    previousPriority: Priority,
    reason: z.string(),
    changedAt: Instant,
  }),
  IncidentNoteAdded: z.strictObject({ text: z.string(), addedAt: Instant }),
  IncidentResolved: z.strictObject({
    outcome: Outcome,
    /** null for imported ones. */
    summary: z.string().nullable(),
    resolvedAt: Instant,
  }),
  IncidentClosed: z.strictObject({ closedAt: Instant }),
  IncidentCancelled: z.strictObject({ reason: CancellationReason, cancelledAt: Instant }),
  IncidentReopened: z.strictObject({
    /** Where it begins anew. */
    status: z.enum(['reported', 'triaged']),
    reason: z.string(),
    reopenedAt: Instant,
  }),
} as const;

export type IncidentEventData = {
  readonly [T in keyof typeof incidentEvents]: Readonly<z.output<(typeof incidentEvents)[T]>>;
};
export type EventNamed<T extends keyof IncidentEventData = keyof IncidentEventData> = {
  [N in T]: Readonly<{ type: N; data: IncidentEventData[N] }>;
}[T];
export type IncidentEvent = EventNamed;
