import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { breakingChanges, CloudEventAttributes, jsonSchemaOf } from '@city/contracts-envelope';
import {
  INCIDENTS_SOURCE,
  incidentReportedV1,
  incidentResolvedV1,
  incidentsRegistry,
  incidentsTopics,
  publishedReference,
  topicContracts,
} from './index.js';

const examples = path.join(import.meta.dirname, '..', 'examples');
const events = [...incidentsRegistry.values()];

/** Every example ever published: a complete CloudEvent in its JSON format. */
const published = readdirSync(examples).flatMap((type) =>
  readdirSync(path.join(examples, type)).map((file) => ({
    type,
    file,
    event: JSON.parse(readFileSync(path.join(examples, type, file), 'utf8')) as Record<
      string,
      unknown
    >,
  })),
);

describe('the contract of the incident service', () => {
  it('names its events city.incidents.<name>.v1', () => {
    expect([...incidentsRegistry.keys()]).toEqual(
      [
        ...['incident-reported', 'incident-corrected', 'incident-triaged'],
        ...['incident-priority-changed', 'incident-resolved', 'incident-closed'],
        ...['incident-cancelled', 'incident-reopened'],
      ].map((name) => `city.incidents.${name}.v1`),
    );
  });

  it.each(events.map((event) => [event.type, event] as const))('has an example of %s', (type) => {
    expect(readdirSync(examples)).toContain(type);
  });

  it.each(
    events.flatMap((event) => event.examples.map((data) => [event.type, event, data] as const)),
  )('writes its own example of %s unchanged', (_, event, data) => {
    expect(event.data.parse(data)).toEqual(data);
  });

  it.each(published.map((example) => [`${example.type}/${example.file}`, example] as const))(
    'reads every example ever published: %s',
    (_, { type, event }) => {
      const { specversion, id, source, subject, time, dataschema, datacontenttype, data, ...rest } =
        event;
      const { type: named, ...extensions } = rest;
      const attributes = { specversion, id, source, subject, time, dataschema, datacontenttype };
      CloudEventAttributes.parse({ ...attributes, type: named, extensions });
      expect([named, source]).toEqual([type, INCIDENTS_SOURCE]);
      expect(extensions.partitionkey).toBe(subject);
      expect(incidentsRegistry.get(type)?.reader.parse(data)).toEqual(data);
    },
  );

  it('lets nothing out that the contract does not name', () => {
    const [example] = incidentReportedV1.examples;
    expect(incidentReportedV1.data.safeParse({ ...example, summary: 'Smoke' }).success).toBe(false);
    expect(incidentReportedV1.data.safeParse({ ...example, reporter: {} }).success).toBe(false);
  });

  it('drops what it does not know when it reads, at every depth', () => {
    const [example] = incidentReportedV1.examples;
    const newer = { ...example, mood: 'calm', point: { ...example?.point, altitude: 12 } };
    expect(incidentReportedV1.reader.parse(newer)).toEqual(example);
  });

  it('publishes a reference only where it names a thing', () => {
    expect(publishedReference('import', '59893402')).toBe('59893402');
    expect(publishedReference('phone', 'call-8841')).toBeNull();
  });

  it('shows its payloads as JSON Schema with their examples', () => {
    const schema = jsonSchemaOf(incidentResolvedV1, 'https://city.example/schemas/x.json');
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://city.example/schemas/x.json',
      title: 'city.incidents.incident-resolved.v1',
      properties: {
        outcome: { enum: ['handled', 'no-action', 'unfounded', 'referred', 'imported'] },
      },
      examples: incidentResolvedV1.examples,
    });
    expect(schema.additionalProperties).toBeUndefined();
    expect(schema.required).toContain('outcome');
  });

  it('has every type on one topic', () => {
    const types = topicContracts.flatMap(({ events }) => events.map(({ type }) => type));
    expect(types).toEqual([...incidentsRegistry.keys()]);
    const topics = topicContracts.map(({ topic }) => topic.name);
    expect(incidentsTopics.map(({ name }) => name.replace(/\.dlq$/, ''))).toEqual(
      topics.flatMap((name) => [name, name]),
    );
  });

  it('keeps what its committed JSON Schemas promise', () => {
    const folder = path.join(import.meta.dirname, '..', 'json-schema');
    const breaks = readdirSync(folder).flatMap((file) => {
      const event = incidentsRegistry.get(file.replace(/\.json$/, ''));
      if (event === undefined) return [`${file} is of a type that is gone`];
      const before = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object;
      return breakingChanges({ ...before }, jsonSchemaOf(event)).map((change) => file + change);
    });
    expect(breaks).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(incidentsRegistry.size);
  });

  it('keeps public records for ever and dead letters for 30 days, in 6 partitions each', () => {
    expect(incidentsTopics).toEqual([
      { name: 'city.incidents.incident.v1', partitions: 6, retentionMs: -1 },
      { name: 'city.incidents.incident.v1.dlq', partitions: 6, retentionMs: 2_592_000_000 },
    ]);
  });
});
