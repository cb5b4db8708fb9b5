import type { EventFeed, EventStore, FeedItem, NewEvent, StoredEvent } from '@city/event-sourcing';

/** A stream category that no other test uses, ending in a dash. */
export const freshPrefix = (): string => `contract${crypto.randomUUID().replaceAll('-', '')}-`;

/** New events, numbered from 0 in their data. */
export const someEvents = (count: number, commandId: string = crypto.randomUUID()): NewEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    type: 'ThingNoted',
    data: { index, text: 'Grüße aus 蘇州' },
    metadata: {
      commandId,
      commandFingerprint: null,
      correlationId: crypto.randomUUID(),
      causationId: null,
      actor: { subject: 'duty-7', roles: ['dispatcher'] },
      schemaVersion: 1,
      occurredAt: '2026-11-01T10:00:00.000Z',
    },
  }));

export const readAll = async (
  store: EventStore,
  stream: string,
  from?: bigint,
): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream, from)) events.push(event);
  return events;
};

/** What a feed says, up to and including the first item that the caller waits for; then the feed is ended. */
export const feedUntil = async (
  feed: EventFeed,
  options: Readonly<{ prefixes: readonly string[]; after?: bigint }>,
  isLast: (item: FeedItem, soFar: readonly FeedItem[]) => boolean,
): Promise<FeedItem[]> => {
  const ended = new AbortController();
  const { prefixes, after } = options;
  const items: FeedItem[] = [];
  for await (const item of feed.subscribe({ prefixes, after, signal: ended.signal })) {
    items.push(item);
    if (isLast(item, items)) break;
  }
  ended.abort();
  return items;
};

export const isCaughtUp = ({ kind }: FeedItem): boolean => kind === 'caught-up';

/** The events among the items, as `<stream>@<revision>`. */
export const placesIn = (items: readonly FeedItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'event' ? [placeOf(item.event)] : []));

export const placeOf = ({ stream, revision }: StoredEvent): string =>
  `${stream}@${String(revision)}`;
