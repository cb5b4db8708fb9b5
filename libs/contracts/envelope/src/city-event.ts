import type { CloudEvent } from './cloud-event.js';
import type { IntegrationEvent } from './integration-event.js';

/** A CloudEvent as the city's services publish it: with a subject, which is the record key, and our extensions. */
export interface CityEvent<Data = unknown> extends CloudEvent<Data> {
  /** Id of the object that it happened to (bare, not the stream name). */
  readonly subject: string;
  readonly time: string;
  readonly data: Data;
}

/** What an integration event says besides its payload. */
export interface EventFacts {
  /** Id of the stored event. */
  readonly id: string;
  /** `urn:city:<context>` */
  readonly source: string;
  /** Id of the object that it happened to. */
  readonly subject: string;
  /** When it occurred, RFC 3339 UTC. */
  readonly occurredAt: string;
  /** When it was recorded, RFC 3339 UTC; never before `occurredAt`. */
  readonly recordedAt: string;
  /** Commit position in the event store. */
  readonly position: bigint;
  readonly correlationId?: string | null;
  readonly causationId?: string | null;
  /** `<PUBLIC_URL>/schemas/<type>.json` */
  readonly dataSchema?: string;
}

/** Width of `sequence`: sequences are compared as text. */
const SEQUENCE_DIGITS = 20;

/** Builds an event of a type. @throws ZodError when the payload does not match: a mistake in the program */
export const cityEvent = <Data>(
  definition: IntegrationEvent<string, Data>,
  facts: EventFacts,
  data: Data,
): CityEvent<Data> => ({
  specversion: '1.0',
  id: facts.id,
  source: facts.source,
  type: definition.type,
  subject: facts.subject,
  time: facts.occurredAt,
  datacontenttype: 'application/json',
  ...(facts.dataSchema !== undefined && { dataschema: facts.dataSchema }),
  extensions: {
    recordedtime: facts.recordedAt,
    partitionkey: facts.subject,
    sequence: facts.position.toString().padStart(SEQUENCE_DIGITS, '0'),
    ...known('correlationid', facts.correlationId),
    ...known('causationid', facts.causationId),
  },
  data: definition.data.parse(data),
});

const known = (name: string, value: string | null | undefined): Record<string, string> =>
  value === null || value === undefined ? {} : { [name]: value };
