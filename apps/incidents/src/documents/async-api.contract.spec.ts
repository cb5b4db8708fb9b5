import { beforeAll, describe, expect, it } from '@jest/globals';
import { Parser, type AsyncAPIDocumentInterface } from '@asyncapi/parser';
import { asyncApiOf, topicContract, type CityEvent } from '@city/contracts-envelope';
import { incidentsRegistry, incidentsTopics, topicContracts } from '@city/contracts-incidents';
import { writeCloudEvent } from '@city/kafka';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { momentsOf, storedHistory } from '../testing/stored-history.js';
import * as stored from '../incident/domain/testing/incident-events.js';
import { publishIncident } from '../incident/messaging/publish-incidents.js';
import { asyncApi } from './async-api.js';

const parsed = async (document: object): Promise<AsyncAPIDocumentInterface> => {
  const { document: found, diagnostics } = await new Parser().parse(JSON.stringify(document));
  expect(diagnostics.map(({ code, message, path }) => [code, message, path.join('/')])).toEqual([]);
  if (found === undefined) throw new Error('no document');
  return found;
};

const ajv = new Ajv({ strict: false });
// The package is CommonJS, and its types say so.
(formats as unknown as (target: Ajv) => void)(ajv);

type Sample = Readonly<{ headers: object; payload: unknown }>;
type Message = ReturnType<ReturnType<AsyncAPIDocumentInterface['allMessages']>['all']>[number];

const takes = (message: Message, { headers, payload }: Sample): boolean =>
  ajv.validate(message.headers()?.json() ?? {}, headers) &&
  ajv.validate(message.payload()?.json() ?? {}, payload);

/** Names of the messages of a topic that a record matches. */
const matchesOf = (document: AsyncAPIDocumentInterface, topic: string, record: Sample) =>
  (document.channels().get(topic)?.messages().all() ?? [])
    .filter((message) => takes(message, record))
    .map((message) => message.name());

const asText = (bytes: Buffer): string => bytes.toString('utf8');
const recordOf = (event: CityEvent): Sample => {
  const { headers, value } = writeCloudEvent(event, event.subject);
  const { 'content-type': _contentType, ...own } = headers;
  if (value === null) throw new Error('a record without a value');
  return {
    headers: Object.fromEntries(Object.entries(own).map(([name, text]) => [name, asText(text)])),
    payload: JSON.parse(asText(value)) as unknown,
  };
};

describe('the AsyncAPI document', () => {
  let document: AsyncAPIDocumentInterface;
  beforeAll(async () => {
    document = await parsed(asyncApi);
  });
  const topics = topicContracts.map((contract) => [contract.topic.name, contract] as const);

  it('is AsyncAPI 3.1 without any remark of the parser', () => {
    expect(document.version()).toBe('3.1.0');
  });

  it('has every topic that the migration step makes, with its partitions and retention', () => {
    const bindings = document
      .channels()
      .all()
      .map((channel) => channel.bindings().get('kafka')?.json<unknown>());
    expect(bindings).toEqual(
      incidentsTopics.map(({ name, partitions, retentionMs }) => ({
        ...{ topic: name, partitions, bindingVersion: '0.5.0' },
        topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
      })),
    );
  });

  it('has every type that is published, sent by this service', () => {
    const sent = document
      .operations()
      .all()
      .map((operation) => ({
        action: operation.action(),
        types: operation
          .messages()
          .all()
          .map((message) => message.name()),
      }));
    expect(sent).toEqual([{ action: 'send', types: [...incidentsRegistry.keys()] }]);
  });

  it.each(topics)(
    'takes each example on %s as one message, and as no other',
    (topic, { examples }) => {
      for (const example of examples)
        expect(matchesOf(document, topic, recordOf(example))).toEqual([example.type]);
    },
  );

  it('takes what the service publishes, and names each header of it', () => {
    const history = storedHistory(stored.incidentId, [
      ...[stored.reported, stored.triaged, stored.resolved, stored.closed],
    ]);
    const published = momentsOf(history).flatMap(({ recorded, folded: { state } }) =>
      state.status === 'unknown' ? [] : publishIncident({ recorded, incident: state }, 'https://x'),
    );
    expect(published).toHaveLength(4);
    for (const event of published.filter((found) => found !== undefined)) {
      const record = recordOf(event);
      expect(matchesOf(document, 'city.incidents.incident.v1', record)).toEqual([event.type]);
      const message = document.allMessages().filterBy((found) => found.name() === event.type)[0];
      const named = Object.keys(message?.headers()?.properties() ?? {});
      expect(named).toEqual(expect.arrayContaining(Object.keys(record.headers)));
    }
  });

  it('shows examples as they are written', () => {
    for (const { examples } of topicContracts)
      for (const example of examples) {
        const message = document
          .allMessages()
          .filterBy((found) => found.name() === example.type)[0];
        const shown = message
          ?.examples()
          .all()
          .map((found) => found.json<Readonly<Record<string, unknown>>>());
        expect(shown).toContainEqual(recordOf(example));
      }
  });

  it('says what the key is', () => {
    const messages = document.channels().get('city.incidents.incident.v1')?.messages().all() ?? [];
    expect(messages).toHaveLength(incidentsRegistry.size);
    for (const message of messages)
      expect(message.bindings().get('kafka')?.json()).toEqual({
        key: { type: 'string', format: 'uuid', description: 'Id of an incident' },
        bindingVersion: '0.5.0',
      });
  });

  it('takes a dead letter as it is described', () => {
    const topic = 'city.incidents.incident.v1.dlq';
    const [message] = document.channels().get(topic)?.messages().all() ?? [];
    const [example] = (message?.examples().all() ?? []).map((found) => found.json<Sample>());
    expect(example?.headers).toMatchObject({ dlq_consumer: 'my-agency', ce_specversion: '1.0' });
    expect(example && matchesOf(document, topic, example)).toEqual(['dead-letter']);
  });
});

describe('the AsyncAPI document of a service that listens to others', () => {
  it('tells binary from structured mode, and sends dead letters', async () => {
    const [incidents] = topicContracts;
    if (incidents === undefined) throw new Error('no topic');
    const contract = topicContract({
      ...incidents,
      modes: ['binary', 'structured'],
      factsOf: () => ({ subject: 'x', occurredAt: '2026-11-24T14:03:07.412Z', recordedAt: 'x' }),
    });
    const document = await parsed(
      asyncApiOf({
        ...{ application: 'operations', title: 'Operations', version: '1', description: 'Listens' },
        sends: [],
        receives: [{ contract, group: 'operations' }],
      }),
    );
    const operations = document
      .operations()
      .all()
      .map((found) => [found.id(), found.action()]);
    expect(operations).toEqual([
      ['receive.city.incidents.incident.v1', 'receive'],
      ['send.city.incidents.incident.v1.dlq', 'send'],
    ]);
    for (const example of incidents.examples) {
      const { extensions, ...attributes } = example;
      const structured = { headers: {}, payload: { ...attributes, ...extensions } };
      const topic = incidents.topic.name;
      expect(matchesOf(document, topic, structured)).toEqual([`${example.type}.structured`]);
      expect(matchesOf(document, topic, recordOf(example))).toEqual([example.type]);
    }
  });
});
