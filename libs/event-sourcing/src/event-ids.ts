import { v5 } from 'uuid';

/** Namespace of event ids: UUIDv5 of `events.city` in the DNS namespace. */
export const EVENT_ID_NAMESPACE = v5('events.city', v5.DNS);

/** The DNS namespace of RFC 9562, the root of our own namespaces. */
export const DNS_NAMESPACE: string = v5.DNS;

/** The UUIDv5 of a name in a namespace (itself a UUID): the same name, always the same id. */
export const uuidV5 = (name: string, namespace: string): string => v5(name, namespace);

/** The id of the event that a command writes as its `index`-th (from 0) to a stream.
 *  Name: `<stream>/<command id>/<index>`. A repeated append is thus recognised by the store, and one
 *  command may write to two streams. */
export const eventId = (stream: string, commandId: string, index: number): string =>
  uuidV5(`${stream}/${commandId}/${String(index)}`, EVENT_ID_NAMESPACE);
