import { Partitioners, type IHeaders, type Producer } from 'kafkajs';
import { BrokerUnavailable, translated } from './broker-errors.js';
import { inTime, OutOfTime } from './in-time.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';

/** A record as it is sent. */
export interface SentRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Sends records in the order of its calls: acks=all, idempotent, five retries, one request at a time.
 *  After a failure it closes its producer, and the next call works with a new one. */
export class RecordSender {
  readonly #connection: KafkaConnection;
  readonly #deadlineMs: number;
  #producer: Promise<Producer> | undefined;
  #closing: Promise<unknown> = Promise.resolve();
  #queue: Promise<unknown> = Promise.resolve();

  /** `deadlineMs`: a portion of records that is not acknowledged by then has failed. */
  constructor(connection: KafkaConnection, deadlineMs: number) {
    this.#connection = connection;
    this.#deadlineMs = deadlineMs;
  }

  /** Sends portion after portion; resolves once all in-sync replicas have them. After an error some may have
   *  been written. @throws BrokerUnavailable, PublishRefused */
  async send(topic: string, portions: readonly (readonly SentRecord[])[]): Promise<void> {
    const sending = this.#queue.then(async () => {
      for (const portion of portions) await this.#send(topic, portion);
    });
    this.#queue = sending.catch(() => undefined);
    await sending;
  }

  /** Closes the producer; the next call of `send` makes a new one. Waits two seconds at most. */
  async reset(): Promise<void> {
    this.#discard(Promise.resolve());
    await inTime(2_000, this.#closing).catch(() => undefined);
  }

  /** Lets what was handed over be sent, then closes. */
  async close(): Promise<void> {
    await this.#queue;
    await this.reset();
  }

  async #send(topic: string, messages: readonly SentRecord[]): Promise<void> {
    const sending = this.#connected().then((producer) =>
      // `timeout` is how long the broker waits for its replicas.
      producer.send({ topic, messages: [...messages], acks: -1, timeout: 5_000 }),
    );
    try {
      await inTime(this.#deadlineMs, sending);
    } catch (error) {
      this.#discard(sending);
      throw error instanceof OutOfTime ? new BrokerUnavailable(error) : translated(error, topic);
    }
  }

  #connected(): Promise<Producer> {
    this.#producer ??= this.#opened();
    return this.#producer;
  }

  async #opened(): Promise<Producer> {
    const producer = kafkaClient(this.#connection).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { retries: 5 },
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
    return producer;
  }

  /** `last` may be under way still, and kafkajs connects again to retry it: close once it has ended, too.
   *  Should it yet be written, it repeats what the next producer sends. */
  #discard(last: Promise<unknown>): void {
    const discarded = this.#producer;
    if (discarded === undefined) return;
    this.#producer = undefined;
    const close = async (): Promise<void> => {
      const producer = await discarded.catch(() => undefined);
      await producer?.disconnect();
    };
    this.#closing = Promise.all([close(), last.then(close, close)]).catch((error: unknown) => {
      this.#connection.log.debug({ err: error }, 'closing a producer failed');
    });
  }
}
