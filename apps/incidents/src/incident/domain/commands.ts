import { z } from 'zod';
import * as values from './values.js';

const { Agency, Description, Instant, Location, NoteText, Priority, Reason, Summary } = values;

const TypeCode = z.string();
/** The time of the command; the caller's own time stands beside it where one is taken. */
const at = { now: Instant };
/** When it happened, by the caller, never after `now`; null = now. */
const happened = { now: Instant, occurredAt: Instant.nullable() };

/** What may be asked of an incident. Ids, times, districts and ciphertext come with the command. */
export const incidentCommands = {
  ReportIncident: z.strictObject({
    incidentId: z.uuid(),
    type: TypeCode,
    summary: Summary,
    description: Description.nullable(),
    location: Location,
    source: values.Source,
    reporter: values.SealedReporter.nullable(),
    /** null = the default of the type. */
    priority: Priority.nullable(),
    ...happened,
  }),
  /** An absent part of `changes` stays as it is; a location is replaced as a whole. */
  CorrectIncident: z.strictObject({
    changes: z
      .strictObject({
        summary: Summary,
        description: Description,
        location: Location,
        type: TypeCode,
      })
      .partial(),
    reason: Reason,
    ...at,
  }),
  TriageIncident: z.strictObject({
    priority: Priority,
    /** null = the type stays. */
    type: TypeCode.nullable(),
    note: NoteText.nullable(),
    ...at,
  }),
  ChangePriority: z.strictObject({ priority: Priority, reason: Reason, ...at }),
  AddNote: z.strictObject({ text: NoteText, ...happened }),
  ResolveIncident: z.strictObject({
    outcome: values.ResolutionOutcome,
    summary: Summary,
    ...happened,
  }),
  CloseIncident: z.strictObject({ ...at }),
  CancelIncident: z.strictObject({ reason: values.CancellationReason, ...at }),
  ReopenIncident: z.strictObject({ reason: Reason, ...at }),
  /** First step of an imported line; the times of the three steps are those of the line. */
  ImportIncident: z.strictObject({
    incidentId: z.uuid(),
    externalId: values.Reference,
    type: TypeCode,
    summary: Summary,
    location: Location,
    agency: Agency.nullable(),
    /** null = the default of the type. */
    priority: Priority.nullable(),
    reportedAt: Instant,
  }),
  /** Ends an open incident without triage; one that is resolved or closed lacks nothing. */
  ImportResolution: z.strictObject({ resolvedAt: Instant }),
  ImportClosure: z.strictObject({ closedAt: Instant }),
} as const;

export type IncidentCommandData = {
  readonly [T in keyof typeof incidentCommands]: Readonly<z.output<(typeof incidentCommands)[T]>>;
};
export type CommandNamed<T extends keyof IncidentCommandData = keyof IncidentCommandData> = {
  [N in T]: Readonly<{ type: N; data: IncidentCommandData[N] }>;
}[T];
export type IncidentCommand = CommandNamed;
