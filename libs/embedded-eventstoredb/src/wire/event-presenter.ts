import { type StoredEvent } from '../log/event-entry.js';
import { type EventStore } from '../store/event-store.js';
import { linkTarget } from '../store/links.js';
import { encodeEvent, encodeEventWithStructuredId, encodeLink } from './event-encoding.js';
import { type ReadRequest } from './read-request.js';

const LINK_TYPE = '$>';

/** Turns an event into the bytes that this reader is sent. */
export type EventPresenter = (event: StoredEvent) => Buffer | Promise<Buffer>;

export const eventPresenter = (store: EventStore, request: ReadRequest): EventPresenter => {
  const plain = request.structuredIds ? encodeEventWithStructuredId : encodeEvent;
  if (!request.resolveLinks) return plain;
  return async (event) =>
    event.type === LINK_TYPE
      ? encodeLink(event, await linkTarget(store, event), request.structuredIds)
      : plain(event);
};
