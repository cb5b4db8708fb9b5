import type { Admin } from 'kafkajs';
import { inTime } from './in-time.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';

/** Tells whether Kafka answers, for the health page. One connection, shared by all who ask. */
export class BrokerProbe {
  readonly #connection: KafkaConnection;
  #admin: Admin | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(connection: KafkaConnection) {
    this.#connection = connection;
  }

  /** Whether a broker answers within so many milliseconds. Never throws. */
  async isReachable(timeoutMs: number): Promise<boolean> {
    return (await this.clusterId(timeoutMs)) !== undefined;
  }

  /** The id that the cluster got when it was made; undefined = no broker answers in time. Never throws. */
  async clusterId(timeoutMs: number): Promise<string | undefined> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return inTime(timeoutMs, this.#asking).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#asking;
    await this.#forget();
  }

  async #ask(): Promise<string | undefined> {
    const options = { retry: { retries: 0 }, requestTimeout: 3_000 };
    const admin = (this.#admin ??= kafkaClient(this.#connection, options).admin());
    try {
      await admin.connect();
      return (await admin.describeCluster()).clusterId;
    } catch (error) {
      this.#connection.log.debug({ err: error }, 'Kafka does not answer');
      await this.#forget();
      return undefined;
    }
  }

  async #forget(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }
}
