import {
  compareTimes,
  emptyFold,
  foldOnto,
  type Folded,
  type Recorded,
} from '@city/event-sourcing';
import { Instant } from '@city/http';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  INCIDENT_COMMANDS,
  streamOf,
  type IncidentCommands,
} from '../application/incident-commands.js';
import { incidentDecider } from '../domain/decider.js';
import type { IncidentEvent } from '../domain/events.js';
import type { Incident, IncidentState } from '../domain/state.js';
import { known } from './incident-desk.js';

/** Which part of the past: effective by `asOf`, recorded by `knownAt`, or both. */
export const pastQuery = {
  asOf: Instant.optional().describe('Only what was effective by then (RFC 3339).'),
  knownAt: Instant.optional().describe('Only what was recorded by then (RFC 3339).'),
};
export const PastQuery = z.strictObject(pastQuery);
export type PastQuery = Readonly<z.output<typeof PastQuery>>;

/** Both bounds hold for a prefix of the stream: the first event beyond one ends it. */
const isBy = (
  { effectiveAt, recordedAt }: Recorded<IncidentEvent>,
  { asOf, knownAt }: PastQuery,
): boolean =>
  (asOf === undefined || compareTimes(effectiveAt, asOf) <= 0) &&
  (knownAt === undefined || compareTimes(recordedAt, knownAt) <= 0);

/** The events of an incident, whole or up to a moment. */
@Injectable()
export class IncidentHistory {
  constructor(@Inject(INCIDENT_COMMANDS) private readonly commands: IncidentCommands) {}

  async *recordedBy(
    incidentId: string,
    past: PastQuery,
  ): AsyncGenerator<Recorded<IncidentEvent>, void, undefined> {
    for await (const recorded of this.commands.history(streamOf(incidentId))) {
      if (!isBy(recorded, past)) return;
      yield recorded;
    }
  }

  /** @throws Problem 404 when nothing was there by then */
  async foldedBy(incidentId: string, past: PastQuery): Promise<Folded<Incident>> {
    let folded: Folded<IncidentState> = emptyFold(incidentDecider);
    for await (const recorded of this.recordedBy(incidentId, past))
      folded = foldOnto(incidentDecider, folded, recorded);
    return known(folded);
  }
}
