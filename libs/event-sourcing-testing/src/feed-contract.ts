import { expect, it } from '@jest/globals';
import type { FeedItem } from '@city/event-sourcing';
import { feedUntil, freshPrefix, isCaughtUp, placesIn, someEvents } from './contract-material.js';
import type { Opened, OpenedStore } from './event-store-contract.js';

/** More than one search window of any adapter. */
const FOREIGN_EVENTS = 1_200;
const APPEND_SIZE = 400;

/** Rules of a feed that every store keeps. */
export const feedContract = (opened: Opened): void => {
  history(opened);
  resuming(opened);
  living(opened);
  lookingOn(opened);
};

const history = (opened: Opened): void => {
  it('gives the matching events from the beginning, in the order of the store', async () => {
    const { store, feed } = opened();
    const [ours, others] = [freshPrefix(), freshPrefix()];
    await store.append(`${ours}a`, 'no-stream', someEvents(2));
    await store.append(`${others}a`, 'no-stream', someEvents(1));
    await store.append(`${ours}b`, 'no-stream', someEvents(1));
    await store.append(`${ours}a`, 1n, someEvents(1));
    const items = await feedUntil(feed, { prefixes: [ours] }, isCaughtUp);
    expect(placesIn(items)).toStrictEqual([`${ours}a@0`, `${ours}a@1`, `${ours}b@0`, `${ours}a@2`]);
  });

  it('gives the streams of several prefixes', async () => {
    const { store, feed } = opened();
    const [one, two] = [freshPrefix(), freshPrefix()];
    await store.append(`${one}a`, 'no-stream', someEvents(1));
    await store.append(`${two}a`, 'no-stream', someEvents(1));
    const items = await feedUntil(feed, { prefixes: [one, two] }, isCaughtUp);
    expect(placesIn(items)).toStrictEqual([`${one}a@0`, `${two}a@0`]);
  });

  it('gives events as a read does', async () => {
    const { store, feed } = opened();
    const ours = freshPrefix();
    await store.append(`${ours}a`, 'no-stream', someEvents(1));
    const [item] = await feedUntil(feed, { prefixes: [ours] }, ({ kind }) => kind === 'event');
    const given = item?.kind === 'event' ? [item.event] : [];
    const read = [];
    for await (const event of store.read(`${ours}a`)) read.push(event);
    expect(given).toStrictEqual(read);
  });
};

const positionOf = (item: FeedItem): bigint[] => {
  if (item.kind === 'caught-up') return [];
  return [item.kind === 'event' ? item.event.position : item.position];
};

const writeMixed = async ({ store }: OpenedStore, ours: string): Promise<void> => {
  const others = freshPrefix();
  for (const part of ['a', 'b', 'c']) {
    await store.append(`${ours}${part}`, 'no-stream', someEvents(2));
    await store.append(`${others}${part}`, 'no-stream', someEvents(3));
  }
};

const resuming = (opened: Opened): void => {
  it('resumed from the position of any item gives exactly the rest', async () => {
    const { feed } = opened();
    const ours = freshPrefix();
    await writeMixed(opened(), ours);
    const all = await feedUntil(feed, { prefixes: [ours] }, isCaughtUp);
    expect(placesIn(all)).toHaveLength(6);
    // Positions before our first event resume from there as well; a store with history has many of them.
    const start = Math.max(all.findIndex(({ kind }) => kind === 'event') - 2, 0);
    for (const [index, item] of all.entries()) {
      for (const after of index < start ? [] : positionOf(item)) {
        const rest = await feedUntil(feed, { prefixes: [ours], after }, isCaughtUp);
        expect(placesIn(rest)).toStrictEqual(placesIn(all.slice(index + 1)));
      }
    }
  });

  it('names positions in ascending order', async () => {
    const { feed } = opened();
    const ours = freshPrefix();
    await writeMixed(opened(), ours);
    const positions = (await feedUntil(feed, { prefixes: [ours] }, isCaughtUp)).flatMap(positionOf);
    const ascends = positions.every((position, index) => position >= (positions[index - 1] ?? 0n));
    expect(ascends).toBe(true);
  });
};

const living = (opened: Opened): void => {
  it('goes on with what is appended after it has caught up', async () => {
    const { store, feed } = opened();
    const ours = freshPrefix();
    let appended: Promise<unknown> = Promise.resolve();
    const items = await feedUntil(feed, { prefixes: [ours] }, (item) => {
      if (item.kind === 'caught-up') {
        appended = store.append(`${ours}a`, 'no-stream', someEvents(2));
      }
      return item.kind === 'event' && item.event.revision === 1n;
    });
    await appended;
    expect(placesIn(items)).toStrictEqual([`${ours}a@0`, `${ours}a@1`]);
  });
};

const lookingOn = (opened: Opened): void => {
  it('says how far it has looked when only others write', async () => {
    const { store, feed } = opened();
    const [ours, others] = [freshPrefix(), freshPrefix()];
    const { position: mine } = await store.append(`${ours}a`, 'no-stream', someEvents(1));
    let appends: Promise<unknown> = Promise.resolve();
    const items = await feedUntil(feed, { prefixes: [ours] }, (item) => {
      if (item.kind === 'caught-up') {
        appends = Promise.all(
          Array.from({ length: FOREIGN_EVENTS / APPEND_SIZE }, (_, index) =>
            store.append(`${others}${String(index)}`, 'no-stream', someEvents(APPEND_SIZE)),
          ),
        );
      }
      return item.kind === 'position' && item.position > mine;
    });
    await appends;
    expect(items.at(-1)).toMatchObject({ kind: 'position' });
  });

  it('ends quietly when its signal aborts', async () => {
    const { feed } = opened();
    const ended = new AbortController();
    const kinds: string[] = [];
    const options = { prefixes: [freshPrefix()], after: undefined, signal: ended.signal };
    for await (const { kind } of feed.subscribe(options)) {
      kinds.push(kind);
      if (kind === 'caught-up') ended.abort();
    }
    expect(kinds.at(-1)).toBe('caught-up');
  });
};
