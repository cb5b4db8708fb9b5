import type { z } from 'zod';
import type { CityEvent } from './city-event.js';
import { cityEvent } from './city-event.js';
import type { IntegrationEvent } from './integration-event.js';
import type { Topic } from './topic.js';

/** How CloudEvents stand in records: attributes in headers, or all in the value. */
export type RecordMode = 'binary' | 'structured';

/** What stands on a topic, for its documents. */
export interface TopicContract {
  readonly topic: Topic;
  /** In the plural: `Incidents`. */
  readonly title: string;
  readonly description: string;
  /** `ce_source` of every record. */
  readonly source: string;
  /** Of the record's key, with a description. */
  readonly key: z.ZodType<string>;
  /** Our services write binary mode; structured mode may come from others. */
  readonly modes: readonly RecordMode[];
  readonly events: readonly IntegrationEvent[];
  /** One of each example of each type, as it is published. */
  readonly examples: readonly CityEvent[];
}

/** What an example payload tells of its record. */
export interface ExampleFacts {
  readonly subject: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

type Definition<Data> = Pick<TopicContract, 'description' | 'key' | 'source' | 'title' | 'topic'> &
  Readonly<{
    modes?: readonly RecordMode[];
    events: readonly IntegrationEvent<string, Data>[];
    factsOf: (data: Data) => ExampleFacts;
  }>;

const EXAMPLE_URL = 'https://city.example';
const EXAMPLE_ID = 'fbf05a25-115f-5980-a3b1-9676404fb96b';
const EXAMPLE_CORRELATION = '9d925296-8a64-5c75-8e3c-c7517260eb07';
const EXAMPLE_POSITION = 5991n;

const exampleRecord = <Data>(
  event: IntegrationEvent<string, Data>,
  data: Data,
  { source, factsOf }: Pick<Definition<Data>, 'factsOf' | 'source'>,
): CityEvent =>
  cityEvent(
    event,
    {
      ...factsOf(data),
      ...{ id: EXAMPLE_ID, source, position: EXAMPLE_POSITION },
      correlationId: EXAMPLE_CORRELATION,
      dataSchema: `${EXAMPLE_URL}/schemas/${event.type}.json`,
    },
    data,
  );

/** Defines what stands on a topic. `factsOf` reads the record of an example off its payload.
 *  @throws ZodError for an example that its own type refuses, TypeError for a type without one */
export const topicContract = <Data>({
  factsOf,
  modes = ['binary'],
  ...rest
}: Definition<Data>): TopicContract => {
  const bare = rest.events.find(({ examples }) => examples.length === 0);
  if (bare !== undefined) throw new TypeError(`${bare.type} has no example`);
  const examples = rest.events.flatMap((event) =>
    event.examples.map((data) => exampleRecord(event, data, { source: rest.source, factsOf })),
  );
  return { ...rest, modes, examples };
};

/** Headers of an event in binary mode, as text. */
export const binaryHeadersOf = ({
  data: _data,
  datacontenttype: _contentType,
  extensions,
  ...attributes
}: CityEvent): Readonly<Record<string, string>> => {
  const all: CityEvent['extensions'] = { ...attributes, ...extensions };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`ce_${name}`, String(value)]),
  );
};
