import { expect, it } from '@jest/globals';
import { freshPrefix, readAll, someEvents } from './contract-material.js';
import type { Opened } from './event-store-contract.js';

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Rules of reading a stream that every store keeps. */
export const readContract = (opened: Opened): void => {
  places(opened);
  ranges(opened);
};

const places = (opened: Opened): void => {
  it('gives back what was appended, with its place and the time of the store', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const events = someEvents(3);
    await store.append(stream, 'no-stream', events);
    const stored = await readAll(store, stream);
    expect(stored).toStrictEqual(
      events.map((event, index) => ({
        ...event,
        stream,
        revision: BigInt(index),
        position: stored[index]?.position,
        storedAt: expect.stringMatching(UTC),
      })),
    );
  });

  it('shows positions that grow, above 0', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    await store.append(stream, 'no-stream', someEvents(2));
    await store.append(stream, 1n, someEvents(2));
    const positions = (await readAll(store, stream)).map(({ position }) => position);
    const grows = positions.every((position, index) => position > (positions[index - 1] ?? 0n));
    expect(grows).toBe(true);
  });
};

const ranges = (opened: Opened): void => {
  it('starts at the revision that it is given', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    await store.append(stream, 'no-stream', someEvents(5));
    const revisions = (await readAll(store, stream, 3n)).map(({ revision }) => revision);
    expect(revisions).toStrictEqual([3n, 4n]);
    expect(await readAll(store, stream, 5n)).toStrictEqual([]);
  });

  it('finds nothing in a missing stream', async () => {
    const { store } = opened();
    expect(await readAll(store, `${freshPrefix()}a`)).toStrictEqual([]);
    expect(await readAll(store, `${freshPrefix()}a`, 3n)).toStrictEqual([]);
  });

  it('may be left early', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    await store.append(stream, 'no-stream', someEvents(200));
    for await (const { revision } of store.read(stream)) {
      if (revision === 1n) break;
    }
    expect(await readAll(store, stream)).toHaveLength(200);
  });
};
