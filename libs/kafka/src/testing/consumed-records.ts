import {
  cityEvent,
  eventRegistry,
  integrationEvent,
  type CityEvent,
  type IntegrationEvent,
} from '@city/contracts-envelope';
import type { KafkaMessage, RecordBatchEntry } from 'kafkajs';
import { z } from 'zod';
import { writeCloudEvent } from '../cloud-events/cloud-event-codec.js';
import type { ArrivedRecord } from '../consuming/arrived-record.js';
import type { FetchedBatch } from '../consuming/batch-intake.js';
import type { ConsumerCounter, ConsumerCounters } from '../consuming/consumer-counters.js';
import { placeText } from '../consuming/consumed-event.js';
import { siren } from './written-records.js';

const Data = z.strictObject({ id: z.string(), revision: z.string() });
const eventType = <Type extends string>(
  type: Type,
): IntegrationEvent<Type, z.output<typeof Data>> =>
  integrationEvent({ type, description: 'x', data: Data, examples: [{ id: '7', revision: '0' }] });

export const reading = eventType('city.risk.reading-observed.v1');
/** Known to the contract; no spec handles it. */
export const ignored = eventType('city.risk.siren-tested.v1');
/** Not in the contract of the specs. */
export const foreign = eventType('city.risk.siren-stolen.v1');
export const contracts = [eventRegistry(siren, reading, ignored)];

/** An event with this id and revision. */
export const happened = (
  type: IntegrationEvent<string, z.output<typeof Data>>,
  id: string,
  revision: number,
): CityEvent =>
  cityEvent(
    type,
    {
      ...{ id: `${id}/${String(revision)}`, source: 'urn:city:risk', subject: id },
      occurredAt: '2026-11-24T14:03:07.000Z',
      recordedAt: '2026-11-24T14:03:08.000Z',
      position: BigInt(revision),
    },
    { id, revision: String(revision) },
  );

/** The record of an event, as a consumer gets it. */
export const messageOf = (event: CityEvent, offset = 0): RecordBatchEntry => {
  const { key, value, headers } = writeCloudEvent(event, event.subject);
  return {
    ...{ value, headers: { ...headers }, offset: String(offset) },
    key: key === null ? null : Buffer.from(key),
    ...{ attributes: 0, timestamp: '0' },
  };
};

/** One partition of the topic `t`, which gives what is not resolved yet, as kafkajs does. */
export class FakePartition {
  readonly #messages: readonly KafkaMessage[];
  resolved = -1;
  heartbeats = 0;
  pauses = 0;
  resumed = 0;
  running = true;
  /** What a heartbeat answers. */
  membership: Promise<void> = Promise.resolve();

  constructor(messages: readonly KafkaMessage[]) {
    this.#messages = messages.map((message, offset) => ({ ...message, offset: String(offset) }));
  }

  get isDone(): boolean {
    return this.resolved === this.#messages.length - 1;
  }

  fetched(): FetchedBatch {
    const messages = this.#messages.slice(this.resolved + 1);
    return {
      batch: { topic: 't', partition: 0, messages },
      resolveOffset: (offset) => {
        this.resolved = Number(offset);
      },
      heartbeat: () => {
        this.heartbeats += 1;
        return this.membership;
      },
      pause: () => {
        this.pauses += 1;
        return () => {
          this.resumed += 1;
        };
      },
      isRunning: () => this.running,
      isStale: () => false,
    };
  }
}

export interface WrittenDeadLetter {
  readonly source: string;
  readonly cause: string;
  readonly attempts: number;
}

/** Keeps dead letters, or fails when it is told to. */
export class FakeDeadLetters {
  readonly written: WrittenDeadLetter[] = [];
  failure: Error | undefined;

  write({ place }: ArrivedRecord, cause: unknown, attempts: number): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const text = cause instanceof Error ? cause.message : String(cause);
    this.written.push({ source: placeText(place), cause: text, attempts });
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What was counted, by counter and type. */
export class FakeCounters implements ConsumerCounters {
  readonly counted: Record<string, number> = {};

  count(counter: ConsumerCounter, { type }: Readonly<{ type: string }>, by: number): void {
    const name = `${counter} ${type}`;
    this.counted[name] = (this.counted[name] ?? 0) + by;
  }
}
