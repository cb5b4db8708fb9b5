import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigResourceTypes, Kafka, Partitioners, logLevel } from 'kafkajs';
import { PublishRefused } from './broker-errors.js';
import { BrokerProbe } from './broker-probe.js';
import { EventPublisher } from './event-publisher.js';
import { connectionTo, ownTopic, recordsOf, sounded } from './testing/written-records.js';
import { ensureTopics, TopicMismatch } from './topics.js';

const broker = process.env.KAFKA_BROKERS ?? '';
const suite = broker === '' ? describe.skip : describe;
if (broker === '') console.log('skipped: KAFKA_BROKERS is not set');

suite('a publisher on a broker', () => {
  const connection = connectionTo(broker);
  const publisher = new EventPublisher(connection);
  const topic = ownTopic();

  beforeAll(() => ensureTopics(connection, [topic], { replication: 1 }));
  afterAll(() => publisher.close());

  it('writes the headers, key and value of the contract', async () => {
    const { name } = ownTopic();
    await ensureTopics(connection, [{ ...topic, name }], { replication: 1 });
    await publisher.publish(name, [sounded('7', 42)]);
    const [record] = await recordsOf(broker, name, 1);
    expect(record).toMatchObject({ key: '7', value: '{"id":"7","revision":"42"}' });
    expect(record?.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: '7/42',
      ce_source: 'urn:city:risk',
      ce_type: 'city.risk.siren-sounded.v1',
      ce_subject: '7',
      ce_time: '2026-11-24T14:03:07.000Z',
      ce_recordedtime: '2026-11-24T14:03:08.000Z',
      ce_partitionkey: '7',
      ce_sequence: '00000000000000000042',
      ce_correlationid: 'flow-1',
      ce_causationid: 'cause-1',
      ce_dataschema: 'https://city.example/schemas/city.risk.siren-sounded.v1.json',
    });
  });

  it('keeps the order of each key, also over many portions, resets and calls at once', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const runOf = (from: number) =>
      Array.from({ length: 120 }, (_, index) => ids.map((id) => sounded(id, from + index))).flat();
    await Promise.all([0, 120].map((from) => publisher.publish(topic.name, runOf(from))));
    await publisher.reset();
    await publisher.publish(topic.name, runOf(240));

    const records = await recordsOf(broker, topic.name, 3_600);
    const wanted = Array.from({ length: 360 }, (_, revision) => revision);
    for (const id of ids) {
      const own = records.filter(({ key }) => key === id);
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      expect(own.map(({ headers }) => Number(headers.ce_sequence))).toEqual(wanted);
    }
  });

  it('is refused for a topic that nobody made, and goes on with others', async () => {
    const missing = ownTopic().name;
    await expect(publisher.publish(missing, [sounded('7', 0)])).rejects.toThrow(PublishRefused);
    await expect(publisher.publish(topic.name, [sounded('z', 0)])).resolves.toBeUndefined();
  });

  it('does nothing when there is nothing to send', async () => {
    await expect(publisher.publish(ownTopic().name, [])).resolves.toBeUndefined();
  });

  it('chooses the partition as Java clients do', () => {
    const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({
      ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] },
    }));
    const choose = Partitioners.DefaultPartitioner();
    // Known values of Kafka's murmur2: "21" -> -973932308, "foobar" -> -790332482.
    const java = (hash: number) => (hash & 0x7fffffff) % 6;
    const partitionOf = (key: string) =>
      choose({ topic: 't', partitionMetadata, message: { key, value: null } });
    expect([partitionOf('21'), partitionOf('foobar')]).toEqual([
      java(-973932308),
      java(-790332482),
    ]);
  });
});

suite('topics', () => {
  const connection = connectionTo(broker);
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();

  beforeAll(() => admin.connect());
  afterAll(() => admin.disconnect());

  it('are made with partitions and settings, by several at once, and left alone when they stand', async () => {
    const topics = [ownTopic(), { ...ownTopic(), retentionMs: 2_592_000_000 }];
    const ensure = () => ensureTopics(connection, topics, { replication: 1 });
    await Promise.all([ensure(), ensure()]);
    await ensure();

    const { topics: made } = await admin.fetchTopicMetadata({
      topics: topics.map(({ name }) => name),
    });
    expect(made.map(({ partitions }) => partitions.length)).toEqual([6, 6]);
    const resources = topics.map(({ name }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
    }));
    const settings = await admin.describeConfigs({ resources, includeSynonyms: false });
    const values = settings.resources.map(({ configEntries }) =>
      ['cleanup.policy', 'retention.ms'].map(
        (wanted) => configEntries.find(({ configName }) => configName === wanted)?.configValue,
      ),
    );
    expect(values).toEqual([
      ['delete', '-1'],
      ['delete', '2592000000'],
    ]);
  });

  it('with another number of partitions are named', async () => {
    const topic = ownTopic();
    await ensureTopics(connection, [{ ...topic, partitions: 2 }], { replication: 1 });
    const again = ensureTopics(connection, [ownTopic(), topic], { replication: 1 });
    await expect(again).rejects.toThrow(TopicMismatch);
    await expect(again).rejects.toThrow(`topic ${topic.name} has 2 partitions and must have 6`);
  });
});

suite('the probe for the health page', () => {
  it('says that a broker answers', async () => {
    const probe = new BrokerProbe(connectionTo(broker));
    expect(await Promise.all([probe.isReachable(5_000), probe.isReachable(5_000)])).toEqual([
      true,
      true,
    ]);
    expect(await probe.isReachable(5_000)).toBe(true);
    await probe.close();
  });
});
