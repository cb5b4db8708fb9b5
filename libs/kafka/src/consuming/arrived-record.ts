import type { CloudEvent, EventRegistry, IntegrationEvent } from '@city/contracts-envelope';
import type { MessageHandler } from '@nestjs/microservices';
import type { KafkaMessage } from 'kafkajs';
import { readCloudEvent } from '../cloud-events/cloud-event-codec.js';
import type { ConsumedEvent, RecordPlace } from './consumed-event.js';
import { reasonOf, Unprocessable } from './failures.js';

interface Arrival {
  readonly message: KafkaMessage;
  readonly place: RecordPlace;
}

/** An event with its handler. */
export interface HandledRecord extends Arrival {
  readonly kind: 'handled';
  readonly event: ConsumedEvent;
  readonly handler: MessageHandler;
}

/** An event of a type that the contract knows and nobody here handles. */
export interface UnhandledRecord extends Arrival {
  readonly kind: 'unhandled';
  readonly type: string;
}

/** A record that is no event, or none of the contract. */
export interface UnprocessableRecord extends Arrival {
  readonly kind: 'unprocessable';
  /** `unknown` unless the contract knows it. */
  readonly type: string;
  readonly cause: Unprocessable;
}

export type ArrivedRecord = HandledRecord | UnhandledRecord | UnprocessableRecord;

type ReadRecord = (message: KafkaMessage, place: RecordPlace) => ArrivedRecord;

/** Reads a record as far as it matters here: the data of an event that nobody handles is not checked.
 *  Never throws: what cannot be read must not stop its partition. */
export const recordReader = (
  contracts: readonly EventRegistry[],
  handlers: ReadonlyMap<string, MessageHandler>,
): ReadRecord => {
  const read = checkedReader(contracts, handlers);
  return (message, place) => {
    try {
      return read(message, place);
    } catch (error) {
      const cause = new Unprocessable(`cannot be read: ${reasonOf(error)}`, { cause: error });
      return { message, place, kind: 'unprocessable', type: 'unknown', cause };
    }
  };
};

const checkedReader =
  (
    contracts: readonly EventRegistry[],
    handlers: ReadonlyMap<string, MessageHandler>,
  ): ReadRecord =>
  (message, place) => {
    const arrived = { message, place };
    const refused = (type: string, reason: string): ArrivedRecord => ({
      ...arrived,
      kind: 'unprocessable',
      type,
      cause: new Unprocessable(reason),
    });
    const read = readCloudEvent(message);
    if (read.outcome === 'unreadable') return refused('unknown', read.reason);
    const { type } = read.event;
    const definition = definitionOf(contracts, type);
    if (definition === undefined) return refused('unknown', `unknown type ${type}`);
    const handler = handlers.get(type);
    if (handler === undefined) return { ...arrived, kind: 'unhandled', type };
    const parsed = definition.reader.safeParse(read.event.data);
    if (!parsed.success) return refused(type, dataFault(parsed.error.issues));
    const event = consumed(read.event, parsed.data, arrived);
    return { ...arrived, kind: 'handled', handler, event };
  };

const definitionOf = (
  contracts: readonly EventRegistry[],
  type: string,
): IntegrationEvent | undefined => {
  for (const contract of contracts) {
    const definition = contract.get(type);
    if (definition !== undefined) return definition;
  }
  return undefined;
};

const consumed = (
  event: CloudEvent,
  data: unknown,
  { message, place }: Arrival,
): ConsumedEvent => ({
  ...event,
  data,
  key: message.key?.toString() ?? null,
  place,
});

const dataFault = (
  issues: readonly Readonly<{ path: readonly PropertyKey[]; message: string }>[],
): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `data${path.map((at) => `/${String(at)}`).join('')}: ${message}`)
    .join('; ');
