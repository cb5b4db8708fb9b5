import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { City } from './testing/city.js';
import { send, type Client } from './testing/client.js';
import { accepted, at, reported } from './testing/reports.js';
import type { Service } from './testing/service.js';
import type { TopicLog } from './testing/topic-log.js';

const words = {
  summary: 'canary-summary-5d1f',
  description: 'canary-description-5d1f',
  address: 'canary-address-5d1f',
  name: 'canary-name-5d1f',
  phone: '555-5310-5150',
  email: 'canary-mail-5d1f@city.example',
  reference: 'canary-reference-5d1f',
  note: 'canary-note-5d1f',
  reason: 'canary-reason-5d1f',
};

let city: City;
let service: Service;
let topic: TopicLog;
let supervisor: Client;

beforeAll(async () => {
  city = await City.start();
  service = await city.startService();
  topic = await city.topicLog();
  supervisor = await city.client(service, 'supervisor', { subject: 'canary-subject-5d1f' });
});

afterAll(async () => {
  await city.end();
});

const reportWithWords = (): Promise<string> =>
  reported(supervisor, {
    ...{ summary: words.summary, description: words.description },
    location: { longitude: 120.7213, latitude: 31.3264, address: words.address },
    reporter: { name: words.name, phone: words.phone, email: words.email },
    source: { channel: 'phone', reference: words.reference },
  });

const wholeLife = async (id: string): Promise<void> => {
  const steps: readonly (readonly [string, unknown])[] = [
    ['/triage', { priority: 'P2', note: words.note }],
    ['/priority', { priority: 'P1', reason: words.reason }],
    ['/notes', { text: words.note }],
    ['/correction', { summary: `${words.summary} again`, reason: words.reason }],
    ['/resolution', { outcome: 'handled', summary: words.summary }],
    ['/reopening', { reason: words.reason }],
    ['/resolution', { outcome: 'referred', summary: words.summary }],
    ['/closure', {}],
  ];
  for (const [path, body] of steps) accepted(await supervisor.post(at(id, path), body));
};

const the = <T>([only, ...others]: readonly T[]): T => {
  if (only === undefined || others.length > 0) throw new Error('not exactly one');
  return only;
};

describe('an incident on Kafka', () => {
  it('is a CloudEvent in binary mode with all headers, keyed by the incident', async () => {
    const id = await reportWithWords();
    const stored = the(await city.storeLog().events(`incident-${id}`));
    const record = the(await topic.until(id, 'incident-reported'));
    expect(record.key).toBe(id);
    expect(record.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: stored.id,
      ce_source: 'urn:city:incidents',
      ce_type: 'city.incidents.incident-reported.v1',
      ce_subject: id,
      ce_time: stored.metadata.occurredAt,
      ce_recordedtime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ce_partitionkey: id,
      ce_sequence: expect.stringMatching(/^\d{20}$/),
      ce_correlationid: stored.metadata.correlationId,
      ce_dataschema: 'https://city.example/schemas/city.incidents.incident-reported.v1.json',
    });
    expect(record.data).toEqual({
      ...{ id, revision: '0', status: 'reported', type: 'structure-fire', category: 'fire' },
      ...{ priority: 'P1', district: '320576', channel: 'phone', reference: null, agency: null },
      point: { longitude: 120.7213, latitude: 31.3264 },
      occurredAt: stored.metadata.occurredAt,
      recordedAt: record.headers.ce_recordedtime,
    });
  });

  it('names a schema that the service serves', async () => {
    const path = '/schemas/city.incidents.incident-reported.v1.json';
    const schema = await send('GET', `${service.url}${path}`);
    expect(schema.status).toBe(200);
    expect(schema.body.$id).toBe(`https://city.example${path}`);
  });

  it('has its events in the order of revisions, without its notes', async () => {
    const id = await reportWithWords();
    await wholeLife(id);
    const records = await topic.until(id, 'incident-closed');
    expect(records.map(({ headers, data }) => [headers.ce_type, data.revision])).toEqual([
      ['city.incidents.incident-reported.v1', '0'],
      ['city.incidents.incident-triaged.v1', '1'],
      ['city.incidents.incident-priority-changed.v1', '2'],
      ['city.incidents.incident-corrected.v1', '4'],
      ['city.incidents.incident-resolved.v1', '5'],
      ['city.incidents.incident-reopened.v1', '6'],
      ['city.incidents.incident-resolved.v1', '7'],
      ['city.incidents.incident-closed.v1', '8'],
    ]);
    const sequences = records.map(({ headers }) => headers.ce_sequence);
    expect(sequences).toEqual([...sequences].sort());
  });

  it('shows no free text and no person', async () => {
    const id = await reportWithWords();
    await wholeLife(id);
    const records = await topic.until(id, 'incident-closed');
    const everything = JSON.stringify(records);
    for (const word of [...Object.values(words), 'canary-subject-5d1f'])
      expect(everything).not.toContain(word);
  });
});
