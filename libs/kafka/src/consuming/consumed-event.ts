import type { CloudEvent } from '@city/contracts-envelope';
import { BaseRpcContext } from '@nestjs/microservices';

/** Where a record stands. It stays the same on every delivery. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  /** A whole number that may outgrow a JavaScript number. */
  readonly offset: string;
}

/** `topic/partition/offset`. */
export const placeText = ({ topic, partition, offset }: RecordPlace): string =>
  `${topic}/${String(partition)}/${offset}`;

/** The place in a text of the form `topic/partition/offset`; undefined for any other text. */
export const placeOf = (text: string): RecordPlace | undefined => {
  const found = /^([A-Za-z0-9._-]+)\/(\d+)\/(\d+)$/.exec(text);
  if (found === null) return undefined;
  const [, topic = '', partition, offset = ''] = found;
  return { topic, partition: Number(partition), offset };
};

/** What a handler of one event gets (`@Payload()`); a handler with `{ batch: true }` gets a list of them, of
 *  one partition and in its order. The data has passed the contract's tolerant reader. It may come again. */
export interface ConsumedEvent<Data = unknown> extends CloudEvent<Data> {
  readonly data: Data;
  /** Key of the record; for events of the city the id of the object that it happened to. */
  readonly key: string | null;
  readonly place: RecordPlace;
}

/** What a handler gets as `@Ctx()`: where the event, or the first one of a batch, stands. */
export class DeliveryContext extends BaseRpcContext<[place: RecordPlace, attempt: number]> {
  get topic(): string {
    return this.args[0].topic;
  }

  get partition(): number {
    return this.args[0].partition;
  }

  get offset(): string {
    return this.args[0].offset;
  }

  /** 1 on the first try of this delivery. */
  get attempt(): number {
    return this.args[1];
  }
}
