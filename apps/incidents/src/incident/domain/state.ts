import { type Category } from './incident-types/incident-type.js';
import {
  type IncidentStatus,
  type Location,
  type Outcome,
  type Priority,
  type SealedReporter,
  type Source,
} from './values.js';

/** An incident as its events tell it. Times are RFC 3339 UTC, null = not (or no longer) so. */
export interface Incident {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly type: string;
  readonly category: Category;
  readonly priority: Priority;
  readonly summary: string;
  readonly description: string | null;
  readonly location: Location;
  readonly source: Source;
  readonly agency: string | null;
  readonly hasReporter: boolean;
  /** Ciphertext. */
  readonly reporter: SealedReporter | null;
  readonly reportedAt: string;
  /** The last triage; stays when the incident is reopened. */
  readonly triagedAt: string | null;
  readonly wasTriaged: boolean;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  readonly outcome: Outcome | null;
  /** 0 to 4. */
  readonly escalationLevel: number;
  readonly noteCount: number;
}

/** `unknown`: nothing was ever reported on this stream. */
export type IncidentState = Readonly<{ status: 'unknown' }> | Incident;

export const initialState: IncidentState = { status: 'unknown' };

const open: ReadonlySet<IncidentStatus> = new Set(['reported', 'triaged', 'responding']);

/** Whether somebody still has to do with it. */
export const isOpen = ({ status }: Incident): boolean => open.has(status);
