import type { CityEvent } from '@city/contracts-envelope';
import { writeCloudEvent } from './cloud-events/cloud-event-codec.js';
import type { KafkaConnection } from './kafka-client.js';
import { portionsOf } from './portions.js';
import { RecordSender } from './record-sender.js';

/** The publisher of one publisher processor: a producer keeps order only for one sender.
 *  acks=all, idempotent, five retries, one request at a time. */
export class EventPublisher {
  readonly #sender: RecordSender;

  /** `deadlineMs`: a portion of records that is not acknowledged by then has failed (10 s by default). */
  constructor(connection: KafkaConnection & Readonly<{ deadlineMs?: number }>) {
    this.#sender = new RecordSender(connection, connection.deadlineMs ?? 10_000);
  }

  /** Sends events in their order, record key = subject, and resolves once all in-sync replicas have them.
   *  After an error some may have been written; the next call works with a new producer.
   *  @throws BrokerUnavailable, PublishRefused, EventTooLarge */
  async publish(topic: string, events: readonly CityEvent[]): Promise<void> {
    const records = events.map((event) => writeCloudEvent(event, event.subject));
    await this.#sender.send(topic, portionsOf(records));
  }

  /** Closes the producer; the next call of `publish` makes a new one. Waits two seconds at most. */
  async reset(): Promise<void> {
    await this.#sender.reset();
  }

  /** Lets what was handed over be sent, then closes. */
  async close(): Promise<void> {
    await this.#sender.close();
  }
}
