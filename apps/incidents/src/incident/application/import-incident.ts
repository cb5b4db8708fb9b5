import {
  DNS_NAMESPACE,
  uuidV5,
  type CommandContext,
  type CommandStep,
  type StepOutcome,
} from '@city/event-sourcing';
import type { IncidentCommand, IncidentCommandData } from '../domain/commands.js';
import type { IncidentRejection } from '../domain/rejections.js';
import { streamOf, type IncidentCommands } from './incident-commands.js';

/** One line of an import with its district and its times in UTC. */
export interface ImportedIncident {
  readonly incident: Omit<IncidentCommandData['ImportIncident'], 'incidentId'>;
  readonly resolvedAt: string | undefined;
  readonly closedAt: string | undefined;
}

/** Who imports. */
export type Importer = Pick<CommandContext, 'actor' | 'correlationId'>;

/** What came of a line: something was added, nothing was lacking, or a step was refused. */
export type ImportOutcome =
  | Readonly<{ outcome: 'imported' | 'unchanged' }>
  | Readonly<{ outcome: 'rejected'; rejection: IncidentRejection }>;

// Fixed for ever: ids of imported incidents and of their steps derive from them.
const INCIDENT_NAMESPACE = uuidV5('import.incidents.city', DNS_NAMESPACE);
const STEP_NAMESPACE = uuidV5('import-step.incidents.city', DNS_NAMESPACE);

/** The incident that an external id stands for, in every import. */
export const importedIncidentId = (externalId: string): string =>
  uuidV5(externalId, INCIDENT_NAMESPACE);

interface Step {
  readonly name: 'report' | 'resolution' | 'closure';
  readonly command: IncidentCommand;
  readonly occurredAt: string;
}

const stepsOf = (
  incidentId: string,
  { incident, resolvedAt, closedAt }: ImportedIncident,
): readonly Step[] => {
  const report: Step = {
    name: 'report',
    command: { type: 'ImportIncident', data: { ...incident, incidentId } },
    occurredAt: incident.reportedAt,
  };
  const endedAt = resolvedAt ?? closedAt;
  if (endedAt === undefined) return [report];
  const resolution: Step = {
    name: 'resolution',
    command: { type: 'ImportResolution', data: { resolvedAt: endedAt } },
    occurredAt: endedAt,
  };
  if (closedAt === undefined) return [report, resolution];
  const command = { type: 'ImportClosure', data: { closedAt } } as const;
  return [report, resolution, { name: 'closure', command, occurredAt: closedAt }];
};

/** A step is known by its id for ever: once imported it is not repeated, also after a reopening by hand. */
const contextOf = (stream: string, step: Step, importer: Importer): CommandContext => ({
  ...importer,
  commandId: uuidV5(`${stream}/${step.name}`, STEP_NAMESPACE),
  fingerprint: null,
  causationId: null,
  occurredAt: step.occurredAt,
  twinPossible: true,
});

const hasAdded = (outcome: StepOutcome<IncidentRejection>): boolean =>
  outcome.outcome === 'accepted' && !outcome.repeated && outcome.recorded > 0;

/** Brings an incident in, or adds the closing steps that it lacks: one append for all of them.
 *  @throws StoreUnavailable, Busy */
export const importIncident =
  (commands: IncidentCommands) =>
  async (line: ImportedIncident, importer: Importer): Promise<ImportOutcome> => {
    const incidentId = importedIncidentId(line.incident.externalId);
    const stream = streamOf(incidentId);
    const steps = stepsOf(incidentId, line).map((step): CommandStep<IncidentCommand> => ({
      command: step.command,
      context: contextOf(stream, step, importer),
    }));
    const outcomes = await commands.handleSeries(stream, steps);
    const last = outcomes.at(-1);
    if (last?.outcome === 'rejected') return last;
    if (last?.outcome !== 'accepted') throw new Error(`${stream}: ${String(last?.outcome)}`);
    return { outcome: outcomes.some(hasAdded) ? 'imported' : 'unchanged' };
  };

export type ImportIncident = ReturnType<typeof importIncident>;

/** DI token. */
export const IMPORT_INCIDENT = Symbol('ImportIncident');
