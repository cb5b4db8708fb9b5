import type { Admin } from 'kafkajs';
import { inTime } from './in-time.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';

/** Tells whether Kafka answers, for the health page. One connection, shared by all who ask. */
export class BrokerProbe {
  readonly #connection: KafkaConnection;
  #admin: Admin | undefined;
  #asking: Promise<boolean> | undefined;

  constructor(connection: KafkaConnection) {
    this.#connection = connection;
  }

  /** Whether a broker answers within so many milliseconds. Never throws. */
  async isReachable(timeoutMs: number): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return inTime(timeoutMs, this.#asking).catch(() => false);
  }

  async close(): Promise<void> {
    await this.#asking;
    await this.#forget();
  }

  async #ask(): Promise<boolean> {
    const options = { retry: { retries: 0 }, requestTimeout: 3_000 };
    const admin = (this.#admin ??= kafkaClient(this.#connection, options).admin());
    try {
      await admin.connect();
      await admin.describeCluster();
      return true;
    } catch (error) {
      this.#connection.log.debug({ err: error }, 'Kafka does not answer');
      await this.#forget();
      return false;
    }
  }

  async #forget(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }
}
