import { type IncidentStatus } from './values.js';

/** Why a command on an incident was refused. */
export type IncidentRejection =
  /** Nothing was ever reported on this stream. */
  | Readonly<{ type: 'IncidentUnknown' }>
  | Readonly<{ type: 'IncidentAlreadyReported' }>
  /** The catalogue has no type of this code. */
  | Readonly<{ type: 'UnknownIncidentType'; code: string }>
  /** The caller's time lies before the report. */
  | Readonly<{ type: 'OccurredBeforeReport'; reportedAt: string }>
  /** An imported closure lies before the resolution. */
  | Readonly<{ type: 'ClosedBeforeResolution'; resolvedAt: string }>
  /** Only a reported incident is triaged. */
  | Readonly<{ type: 'IncidentNotReported'; status: IncidentStatus }>
  /** Only a triaged incident is resolved. */
  | Readonly<{ type: 'IncidentNotTriaged'; status: IncidentStatus }>
  | Readonly<{ type: 'IncidentNotOpen'; status: IncidentStatus }>
  | Readonly<{ type: 'IncidentNotResolved'; status: IncidentStatus }>
  /** Only what has ended is reopened. */
  | Readonly<{ type: 'IncidentOpen'; status: IncidentStatus }>
  | Readonly<{ type: 'IncidentCancelled' }>;
