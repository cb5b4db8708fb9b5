import { Instant } from '@city/http';
import { z } from 'zod';
import {
  Address,
  CancellationReason,
  Channel,
  Description,
  NoteText,
  Priority,
  Reason,
  Reference,
  ResolutionOutcome,
  Summary,
  text,
} from '../domain/values.js';

const OccurredAt = Instant.optional().meta({
  description: 'When it happened, where that was earlier than now.',
});

const Point = z.strictObject({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
  address: Address.optional(),
});

export const Reporter = z
  .strictObject({ name: text(1, 100), phone: text(1, 30), email: z.email().max(254) })
  .partial()
  .refine((reporter) => Object.keys(reporter).length > 0, 'must have at least one field')
  .meta({ description: 'Encrypted in the store; shown only by GET …/reporter.' });
export type Reporter = z.infer<typeof Reporter>;

export const ReportIncidentRequest = z
  .strictObject({
    type: text(1, 100),
    summary: Summary,
    description: Description.optional(),
    location: Point,
    reporter: Reporter.optional(),
    source: z.strictObject({ channel: Channel, reference: Reference.optional() }),
    priority: Priority.optional(),
    occurredAt: OccurredAt,
  })
  .meta({
    id: 'ReportIncidentRequest',
    examples: [
      {
        type: 'structure-fire',
        summary: 'Smoke from the 3rd floor',
        location: { longitude: 120.7213, latitude: 31.3264, address: 'Xinghu St 328' },
        reporter: { name: 'Li Wei', phone: '+86 512 5550 0100' },
        source: { channel: 'phone', reference: 'call-8841' },
        priority: 'P2',
      },
    ],
  });
export type ReportIncidentRequest = z.infer<typeof ReportIncidentRequest>;

export const CorrectIncidentRequest = z
  .strictObject({
    summary: Summary.optional(),
    description: Description.optional(),
    location: Point.optional(),
    type: text(1, 100).optional(),
    reason: Reason,
  })
  .meta({
    id: 'CorrectIncidentRequest',
    examples: [{ summary: 'Smoke from the 4th floor', reason: 'The caller rang again' }],
  });
export type CorrectIncidentRequest = z.infer<typeof CorrectIncidentRequest>;

export const TriageIncidentRequest = z
  .strictObject({ priority: Priority, type: text(1, 100).optional(), note: NoteText.optional() })
  .meta({ id: 'TriageIncidentRequest', examples: [{ priority: 'P1', note: 'Two people inside' }] });
export type TriageIncidentRequest = z.infer<typeof TriageIncidentRequest>;

export const ChangePriorityRequest = z
  .strictObject({ priority: Priority, reason: Reason })
  .meta({ id: 'ChangePriorityRequest', examples: [{ priority: 'P3', reason: 'Fire is out' }] });
export type ChangePriorityRequest = z.infer<typeof ChangePriorityRequest>;

export const AddNoteRequest = z
  .strictObject({ text: NoteText, occurredAt: OccurredAt })
  .meta({ id: 'AddNoteRequest', examples: [{ text: 'The caller says that the lift is stuck' }] });
export type AddNoteRequest = z.infer<typeof AddNoteRequest>;

export const ResolveIncidentRequest = z
  .strictObject({ outcome: ResolutionOutcome, summary: Summary, occurredAt: OccurredAt })
  .meta({
    id: 'ResolveIncidentRequest',
    examples: [{ outcome: 'handled', summary: 'Kitchen fire put out, nobody hurt' }],
  });
export type ResolveIncidentRequest = z.infer<typeof ResolveIncidentRequest>;

export const CloseIncidentRequest = z
  .strictObject({})
  .meta({ id: 'CloseIncidentRequest', examples: [{}] });
export type CloseIncidentRequest = z.infer<typeof CloseIncidentRequest>;

export const CancelIncidentRequest = z
  .strictObject({ reason: CancellationReason })
  .meta({ id: 'CancelIncidentRequest', examples: [{ reason: 'false-alarm' }] });
export type CancelIncidentRequest = z.infer<typeof CancelIncidentRequest>;

export const ReopenIncidentRequest = z
  .strictObject({ reason: Reason })
  .meta({ id: 'ReopenIncidentRequest', examples: [{ reason: 'It burns again' }] });
export type ReopenIncidentRequest = z.infer<typeof ReopenIncidentRequest>;
