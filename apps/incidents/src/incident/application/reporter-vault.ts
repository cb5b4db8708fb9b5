import type { CommandContext } from '@city/event-sourcing';
import type { SealedReporter } from '../domain/values.js';

/** Who reported, in clear. */
export interface ReporterDetails {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** Port: encrypts and decrypts who reported, under a key of the incident's own. */
export interface ReporterVault {
  /** @throws DatabaseUnavailable when no key can be stored */
  seal(incidentId: string, reporter: ReporterDetails): Promise<SealedReporter>;
  /** undefined = erased. @throws DatabaseUnavailable */
  open(incidentId: string, reporter: SealedReporter): Promise<ReporterDetails | undefined>;
}

/** DI token. */
export const REPORTER_VAULT = Symbol('ReporterVault');

/** Port: puts on record that somebody is about to see who reported. Every look counts. */
export type RecordReporterAccess = (
  access: Readonly<{ incidentId: string; purpose: string }>,
  looker: Pick<CommandContext, 'actor' | 'correlationId'>,
) => Promise<void>;

/** DI token. */
export const RECORD_REPORTER_ACCESS = Symbol('RecordReporterAccess');
