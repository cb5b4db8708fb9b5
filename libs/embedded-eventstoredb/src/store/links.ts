import { type StoredEvent } from '../log/event-entry.js';
import { type EventStore } from './event-store.js';
import { isYoungEnough, type ReadableStream, readableStream } from './readable-stream.js';

const LINK = /^(\d+)@(.+)$/s;

interface Place {
  readonly name: string;
  readonly revision: number;
}

const placeOf = (link: StoredEvent): Place | undefined => {
  const [, revision, name] = LINK.exec(link.data.toString('utf8')) ?? [];
  return revision === undefined || name === undefined
    ? undefined
    : { name, revision: Number(revision) };
};

const shownOrdinal = (stream: ReadableStream | undefined, revision: number): number | undefined =>
  stream !== undefined && revision >= stream.first && revision < stream.end
    ? stream.ordinals[revision]
    : undefined;

/** The event that a link (`<revision>@<stream>`) points to, or undefined when readers can no longer see it. */
export const linkTarget = async (
  store: EventStore,
  link: StoredEvent,
): Promise<StoredEvent | undefined> => {
  const place = placeOf(link);
  if (place === undefined || store.isTombstoned(place.name)) return undefined;
  const stream = readableStream(store, place.name);
  const ordinal = shownOrdinal(stream, place.revision);
  if (stream === undefined || ordinal === undefined) return undefined;
  const [event] = await store.log.read([ordinal]);
  return event !== undefined && isYoungEnough(stream, event) ? event : undefined;
};
