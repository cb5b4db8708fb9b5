import {
  genericProblems,
  Problem,
  problemOf,
  refusalOf,
  type NdjsonLine,
  type ProblemDetails,
} from '@city/http';
import type { Log } from '@city/event-sourcing';
import type { ImportIncident, Importer } from '../../application/import-incident.js';
import type { DistrictIndex } from '@city/geo';
import { incidentProblems } from '../incident.problems.js';
import { externalIdOf, importedIncidentOf, valueOf } from './import-line.js';

/** The answer to one line. */
export type LineAnswer = Readonly<{ line: number; externalId: string | null }> &
  (
    | Readonly<{ outcome: 'imported' | 'unchanged' }>
    | Readonly<{ outcome: 'rejected'; problem: ProblemDetails }>
  );

export interface LineImporterOptions {
  readonly importIncident: ImportIncident;
  readonly districts: DistrictIndex;
  readonly importer: Importer;
  readonly now: () => string;
  readonly log: Log;
}

type TextOrBroken = Exclude<NdjsonLine, { kind: 'blank' }>;

const textOf = (line: TextOrBroken): string => {
  if (line.kind === 'text') return line.text;
  if (line.kind === 'too-long')
    throw new Problem(genericProblems.payloadTooLarge, { detail: 'A line has at most 64 KiB.' });
  throw new Problem(genericProblems.malformedRequest, { detail: 'The line is not UTF-8.' });
};

/** Imports line after line; what is wrong with one never touches another. */
export class LineImporter {
  constructor(private readonly options: LineImporterOptions) {}

  /** Never rejects: what breaks is the line's problem. */
  async import(line: TextOrBroken): Promise<LineAnswer> {
    let externalId: string | null = null;
    try {
      const value = valueOf(textOf(line));
      externalId = externalIdOf(value);
      return { line: line.line, externalId, ...(await this.outcomeOf(value)) };
    } catch (error) {
      const { details } = problemOf(error);
      if (details.status >= 500)
        this.options.log.warn({ err: error, line: line.line }, 'a line failed');
      return { line: line.line, externalId, outcome: 'rejected', problem: details };
    }
  }

  private async outcomeOf(value: unknown): Promise<{ outcome: 'imported' | 'unchanged' }> {
    const { importIncident, districts, importer, now } = this.options;
    const incident = importedIncidentOf(value, { districts, now: now() });
    const result = await importIncident(incident, importer);
    if (result.outcome === 'rejected') throw refusalOf(result.rejection, incidentProblems);
    return result;
  }
}
