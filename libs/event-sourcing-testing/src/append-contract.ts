import { expect, it } from '@jest/globals';
import { AppendTooLarge, RevisionConflict } from '@city/event-sourcing';
import { freshPrefix, readAll, someEvents } from './contract-material.js';
import type { Opened } from './event-store-contract.js';

const MAX_APPEND_BYTES = 1_048_576;
const QUOTES = 2;

/** Rules of an append that every store keeps. */
export const appendContract = (opened: Opened): void => {
  conflicts(opened);
  rivals(opened);
  repeats(opened);
  sizes(opened);
};

const conflicts = (opened: Opened): void => {
  it('answers revision and position of its last event', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const appended = await store.append(stream, 'no-stream', someEvents(3));
    const last = (await readAll(store, stream)).at(-1);
    expect(appended).toStrictEqual({ revision: 2n, position: last?.position });
  });

  it('that expects no stream is refused with the revision that is there', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    await store.append(stream, 'no-stream', someEvents(2));
    const refused = store.append(stream, 'no-stream', someEvents(1));
    await expect(refused).rejects.toBeInstanceOf(RevisionConflict);
    await expect(refused).rejects.toMatchObject({ stream, expected: 'no-stream', actual: 1n });
  });

  it.each([0n, 7n])('that expects revision %s is refused when it is another', async (expected) => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    await store.append(stream, 'no-stream', someEvents(2));
    const refused = store.append(stream, expected, someEvents(1));
    await expect(refused).rejects.toMatchObject({ name: 'RevisionConflict', expected, actual: 1n });
    expect(await readAll(store, stream)).toHaveLength(2);
  });

  it('that expects a revision is refused when there is no stream', async () => {
    const { store } = opened();
    const refused = store.append(`${freshPrefix()}a`, 0n, someEvents(1));
    await expect(refused).rejects.toMatchObject({ expected: 0n, actual: 'no-stream' });
  });
};

const rivals = (opened: Opened): void => {
  it('has exactly one winner among rivals', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const appends = Array.from({ length: 8 }, () =>
      store.append(stream, 'no-stream', someEvents(2)),
    );
    const results = await Promise.allSettled(appends);
    const refusals = results.filter(({ status }) => status === 'rejected');
    expect(refusals).toHaveLength(7);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ reason: { name: 'RevisionConflict' } });
    }
    expect(await readAll(store, stream)).toHaveLength(2);
  });
};

const repeats = (opened: Opened): void => {
  it('made again is answered as the first time and writes nothing', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const [creation, change] = [someEvents(1), someEvents(2)];
    const created = await store.append(stream, 'no-stream', creation);
    const changed = await store.append(stream, 0n, change);
    await store.append(stream, 2n, someEvents(1));
    expect(await store.append(stream, 'no-stream', creation)).toStrictEqual(created);
    expect(await store.append(stream, 0n, change)).toStrictEqual(changed);
    expect(await readAll(store, stream)).toHaveLength(4);
  });

  it('made again with one more event is refused', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const events = someEvents(2);
    await store.append(stream, 'no-stream', events);
    const longer = store.append(stream, 'no-stream', [...events, ...someEvents(1)]);
    await expect(longer).rejects.toBeInstanceOf(RevisionConflict);
  });
};

const sizes = (opened: Opened): void => {
  it('takes 500 events at once', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const events = someEvents(500);
    expect(await store.append(stream, 'no-stream', events)).toMatchObject({ revision: 499n });
    const stored = await readAll(store, stream);
    expect(stored.map(({ id }) => id)).toStrictEqual(events.map(({ id }) => id));
  });

  it('takes 1 MiB of data and refuses a byte more', async () => {
    const { store } = opened();
    const stream = `${freshPrefix()}a`;
    const ofSize = (bytes: number) =>
      someEvents(1).map((event) => ({ ...event, data: 'x'.repeat(bytes - QUOTES) }));
    const tooLarge = store.append(stream, 'no-stream', ofSize(MAX_APPEND_BYTES + 1));
    await expect(tooLarge).rejects.toBeInstanceOf(AppendTooLarge);
    expect(await readAll(store, stream)).toStrictEqual([]);
    expect(await store.append(stream, 'no-stream', ofSize(MAX_APPEND_BYTES))).toMatchObject({
      revision: 0n,
    });
  });
};
