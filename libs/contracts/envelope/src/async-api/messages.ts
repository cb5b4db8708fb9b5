import { z } from 'zod';
import type { CityEvent } from '../city-event.js';
import type { IntegrationEvent } from '../integration-event.js';
import { binaryHeadersOf, type TopicContract } from '../topic-contract.js';
import type { JsonObject } from '../json-schema.js';
import { schemaOf } from './schema.js';
import {
  BinaryHeaders,
  CityHeaders,
  DeadLetterHeaders,
  StructuredEvent,
} from './record-headers.js';

export const BINDING_VERSION = '0.5.0';
const STRUCTURED = 'application/cloudevents+json';

type Entries = readonly (readonly [name: string, message: JsonObject])[];

/** What messages have in common. A message wins over its traits, a trait over those before it. */
export const messageTraits = {
  ceBinary: {
    summary: 'CloudEvents 1.0 on Kafka in binary mode: attributes are headers, the value is data',
    contentType: 'application/json',
    headers: schemaOf(BinaryHeaders),
  },
  ceStructured: {
    summary: 'CloudEvents 1.0 on Kafka in structured mode: the whole event is the value',
    contentType: STRUCTURED,
  },
  cityEvent: {
    summary: "The headers that the city's services write",
    headers: schemaOf(CityHeaders),
    correlationId: {
      description: 'One id for everything that follows from one request',
      location: '$message.header#/ce_correlationid',
    },
  },
} as const satisfies Readonly<Record<string, JsonObject>>;

const traits = (...names: readonly (keyof typeof messageTraits)[]): readonly JsonObject[] =>
  names.map((name) => ({ $ref: `#/components/messageTraits/${name}` }));

/** `city.incidents.incident-reported.v1` in words: `Incident reported`. */
export const titleOf = (type: string): string => {
  const words = (type.split('.')[2] ?? type).replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const kafka = (key: z.ZodType): JsonObject => ({
  kafka: { key: schemaOf(key), bindingVersion: BINDING_VERSION },
});

const payloadRef = ({ type }: IntegrationEvent): JsonObject => ({
  $ref: `#/components/schemas/${type}`,
});

const examplesOf = ({ examples }: TopicContract, type: string): readonly CityEvent[] =>
  examples.filter((example) => example.type === type);

const binaryMessage = (contract: TopicContract, event: IntegrationEvent): JsonObject => ({
  name: event.type,
  title: titleOf(event.type),
  summary: event.description,
  traits: traits('ceBinary', 'cityEvent'),
  // Constants, so that a record is of one message only.
  headers: {
    type: 'object',
    properties: { ce_type: { const: event.type }, ce_source: { const: contract.source } },
  },
  payload: payloadRef(event),
  bindings: kafka(contract.key),
  examples: examplesOf(contract, event.type).map((example) => ({
    headers: binaryHeadersOf(example),
    payload: example.data,
  })),
});

const structuredMessage = (contract: TopicContract, event: IntegrationEvent): JsonObject => ({
  name: `${event.type}.structured`,
  title: `${titleOf(event.type)} (structured mode)`,
  summary: event.description,
  traits: traits('ceStructured'),
  payload: {
    allOf: [
      schemaOf(StructuredEvent),
      {
        type: 'object',
        required: ['data'],
        properties: { type: { const: event.type }, data: payloadRef(event) },
      },
    ],
  },
  bindings: kafka(contract.key),
  examples: examplesOf(contract, event.type).map(({ extensions, ...attributes }) => ({
    payload: { ...attributes, ...extensions },
  })),
});

/** Every message of a topic: each type of event in each mode. */
export const messagesOf = (contract: TopicContract): Entries =>
  contract.events.flatMap((event) =>
    contract.modes.map((mode) => {
      if (mode === 'binary') return [event.type, binaryMessage(contract, event)] as const;
      return [`${event.type}.structured`, structuredMessage(contract, event)] as const;
    }),
  );

const deadLetterFacts = ({ topic }: TopicContract, recordedAt: string) => ({
  dlq_consumer: 'my-agency',
  dlq_cause: 'no such district: 999999',
  dlq_attempts: '3',
  dlq_source: `${topic.name}[4]@1207`,
  dlq_at: recordedAt,
});

/** What stands on the dead-letter topic of a topic. */
export const deadLetterOf = (contract: TopicContract): JsonObject => ({
  name: 'dead-letter',
  title: 'Dead letter',
  summary: 'A record that a consumer could not take: key, value and headers as they were, and why',
  contentType: 'application/octet-stream',
  headers: schemaOf(DeadLetterHeaders),
  payload: { description: 'The original value, byte for byte' },
  bindings: kafka(z.string().meta({ description: 'The original key' })),
  examples: contract.examples.slice(0, 1).map((example) => ({
    headers: {
      ...binaryHeadersOf(example),
      ...deadLetterFacts(contract, example.extensions.recordedtime as string),
    },
    payload: example.data,
  })),
});
