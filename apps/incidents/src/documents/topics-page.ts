import {
  binaryHeadersOf,
  deadLetterTopicOf,
  titleOf,
  type CityEvent,
  type IntegrationEvent,
  type TopicContract,
} from '@city/contracts-envelope';
import { markup, Markup } from './markup.js';
import { payloadFieldsOf, type PayloadField } from './payload-fields.js';
import { style } from './topics-page.style.js';

const DAY_MS = 86_400_000;

const retention = (milliseconds: number): string =>
  milliseconds < 0 ? 'for ever' : `${String(milliseconds / DAY_MS)} days`;

const field = ({ name, kind, isOptional, description }: PayloadField): Markup => markup`
<dt><code>${name}</code> <small>${kind}${isOptional ? ', optional' : ''}</small></dt>
<dd>${description}</dd>`;

const record = (example: CityEvent): Markup => {
  const headers = { 'content-type': example.datacontenttype, ...binaryHeadersOf(example) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value ?? ''}`);
  return markup`
<p>Key: <code>${example.subject}</code></p>
<p>Headers:</p>
<pre>${lines.join('\n')}</pre>
<p>Value:</p>
<pre>${JSON.stringify(example.data, null, 2)}</pre>`;
};

const eventType = (event: IntegrationEvent, examples: readonly CityEvent[]): Markup => markup`
<details id="${event.type}">
<summary><strong>${titleOf(event.type)}</strong><br><code>${event.type}</code></summary>
<p>${event.description}. <a href="../schemas/${event.type}.json">JSON Schema</a></p>
<h4>Fields</h4>
<dl>${payloadFieldsOf(event).map(field)}
</dl>
<h4>Example record</h4>${examples.filter(({ type }) => type === event.type).map(record)}
</details>`;

const deadLetters = (contract: TopicContract): Markup => {
  const { name, retentionMs } = deadLetterTopicOf(contract.topic);
  return markup`
<dt>Dead letters</dt>
<dd><code>${name}</code>: records that a consumer could not take, with <code>dlq_consumer</code>,
<code>dlq_cause</code>, <code>dlq_attempts</code>, <code>dlq_source</code> and <code>dlq_at</code> beside
the original headers; kept ${retention(retentionMs)}</dd>`;
};

const topicSection = (contract: TopicContract): Markup => {
  const { topic, title, description, key, source, events, examples } = contract;
  return markup`
<section id="${topic.name}">
<h2>${title}</h2>
<p><code>${topic.name}</code></p>
<p>${description}.</p>
<dl>
<dt>Key</dt>
<dd>${key.meta()?.description ?? 'a string'}</dd>
<dt>Partitions</dt>
<dd>${topic.partitions}</dd>
<dt>Kept</dt>
<dd>${retention(topic.retentionMs)}, never compacted</dd>
<dt>Source</dt>
<dd><code>${source}</code></dd>${deadLetters(contract)}
</dl>
<h3>Types of event</h3>${events.map((event) => eventType(event, examples))}
</section>`;
};

const contents = ({ topic, title }: TopicContract): Markup => markup`
<li><a href="#${topic.name}">${title}</a>: <code>${topic.name}</code></li>`;

/** The topics of a service, for people: one page without scripts. */
export const topicsPage = (title: string, contracts: readonly TopicContract[]): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: topics</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${title}: topics</h1>
<p>Records are CloudEvents 1.0 in binary mode: the attributes are headers that begin with
<code>ce_</code>, the value is JSON. Each comes at least once; of one key, first appearances come in the
order of <code>revision</code>. Pass over members and types that you do not know. For tools:
<a href="../asyncapi.json">AsyncAPI</a>. Routes: <a href="../docs">OpenAPI</a>.</p>
<ul>${contracts.map(contents)}
</ul>${contracts.map(topicSection)}
</body>
</html>
`.text;
