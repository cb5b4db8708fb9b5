import { deadLetterTopicOf, type Topic } from '../topic.js';
import type { TopicContract } from '../topic-contract.js';
import { BINDING_VERSION, deadLetterOf, messagesOf, messageTraits } from './messages.js';
import type { JsonObject } from '../json-schema.js';
import { schemaOf } from './schema.js';

/** An application and its topics. */
export interface AsyncApiOptions {
  /** `incidents`: the application's name, and its client id on Kafka. */
  readonly application: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  /** Topics that this application writes. */
  readonly sends: readonly TopicContract[];
  /** Topics that it reads, with the consumer group's id. */
  readonly receives?: readonly Readonly<{ contract: TopicContract; group: string }>[];
}

type Entry = readonly [name: string, value: JsonObject];

const deadLetterName = (topic: Topic): string => `${deadLetterTopicOf(topic).name}.dead-letter`;
const ref = (...steps: readonly string[]): JsonObject => ({ $ref: `#/${steps.join('/')}` });

const channelBindings = ({ name, partitions, retentionMs }: Topic): JsonObject => ({
  kafka: {
    topic: name,
    partitions,
    topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
    bindingVersion: BINDING_VERSION,
  },
});

const channel = (topic: Topic, words: JsonObject, messages: readonly string[]): Entry => [
  topic.name,
  {
    address: topic.name,
    ...words,
    messages: Object.fromEntries(
      messages.map((name) => [name, ref('components', 'messages', name)]),
    ),
    bindings: channelBindings(topic),
  },
];

const channelsOf = (contract: TopicContract): readonly Entry[] => {
  const { topic, title, description } = contract;
  const deadLetters = {
    title: `${title}: dead letters`,
    description: `Where consumers of ${topic.name} set records aside that they cannot take`,
  };
  const names = messagesOf(contract).map(([name]) => name);
  return [
    channel(topic, { title, description }, names),
    channel(deadLetterTopicOf(topic), deadLetters, [deadLetterName(topic)]),
  ];
};

const messageRefs = (topic: Topic, names: readonly string[]): JsonObject => ({
  channel: ref('channels', topic.name),
  messages: names.map((name) => ref('channels', topic.name, 'messages', name)),
});

const only = (value: string): JsonObject => ({ type: 'string', enum: [value] });

const sending = (contract: TopicContract, application: string): Entry => [
  `send.${contract.topic.name}`,
  {
    action: 'send',
    title: `Tell of ${contract.title.toLowerCase()}`,
    summary: contract.description,
    ...messageRefs(
      contract.topic,
      // Whatever others may write there, our applications write binary mode.
      contract.events.map(({ type }) => type),
    ),
    bindings: { kafka: { clientId: only(application), bindingVersion: BINDING_VERSION } },
  },
];

const receiving = (contract: TopicContract, group: string): readonly Entry[] => {
  const { topic, title } = contract;
  const names = messagesOf(contract).map(([name]) => name);
  return [
    [
      `receive.${topic.name}`,
      {
        action: 'receive',
        title: `Follow ${title.toLowerCase()}`,
        summary: contract.description,
        ...messageRefs(topic, names),
        bindings: { kafka: { groupId: only(group), bindingVersion: BINDING_VERSION } },
      },
    ],
    [
      `send.${deadLetterTopicOf(topic).name}`,
      {
        action: 'send',
        title: `Set records of ${title.toLowerCase()} aside`,
        summary: 'What cannot be taken',
        ...messageRefs(deadLetterTopicOf(topic), [deadLetterName(topic)]),
      },
    ],
  ];
};

const componentsOf = (contracts: readonly TopicContract[]): JsonObject => ({
  messageTraits,
  messages: Object.fromEntries(
    contracts.flatMap((contract): readonly Entry[] => [
      ...messagesOf(contract),
      [deadLetterName(contract.topic), deadLetterOf(contract)],
    ]),
  ),
  schemas: Object.fromEntries(
    contracts.flatMap(({ events }) =>
      events.map(({ type, description, reader }): Entry => {
        const { title: _title, ...schema } = schemaOf(reader);
        return [type, { title: type, description, ...schema }];
      }),
    ),
  ),
});

const servers = {
  kafka: {
    host: '{brokers}',
    protocol: 'kafka',
    description: "The city's Kafka",
    variables: {
      brokers: { default: '127.0.0.1:9092', description: 'The address comes with the access' },
    },
  },
};

/** The AsyncAPI 3.1 document of an application: operations are named as it sees them. */
export const asyncApiOf = ({
  application,
  title,
  description,
  version,
  sends,
  receives = [],
}: AsyncApiOptions): JsonObject => {
  const contracts = [...new Set([...sends, ...receives.map(({ contract }) => contract)])];
  return {
    asyncapi: '3.1.0',
    id: `urn:city:${application}`,
    info: {
      ...{ title, version, description },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers,
    channels: Object.fromEntries(contracts.flatMap(channelsOf)),
    operations: Object.fromEntries([
      ...sends.map((contract) => sending(contract, application)),
      ...receives.flatMap(({ contract, group }) => receiving(contract, group)),
    ]),
    components: componentsOf(contracts),
  };
};
