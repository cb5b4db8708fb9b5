import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { AllStreamSubscription } from '@eventstore/db-client';
import type { FeedItem } from '@city/event-sourcing';
import { SubscriptionReader } from './subscription-reader.js';

const forever = new AbortController().signal;
const event = (n: number) => ({
  event: {
    ...{ streamId: 's-1', id: 'ID', revision: BigInt(n), type: 'T', data: {}, metadata: {} },
    ...{ isJson: true, created: new Date(0), position: { commit: BigInt(n), prepare: BigInt(n) } },
  },
});

const opened = () => {
  const source = new PassThrough({ objectMode: true });
  // The reader uses of a subscription only what every readable has, and its events by name.
  const reader = new SubscriptionReader(source as unknown as AllStreamSubscription);
  const next = (signal = forever) => reader.next(signal);
  const brief = (item: FeedItem | undefined) =>
    item?.kind === 'event' ? Number(item.event.revision) : item?.kind;
  const take = async (count: number) => {
    const items = [];
    for (let n = 0; n < count; n += 1) items.push(brief(await next()));
    return items;
  };
  return { source, reader, next, take };
};

describe('a subscription reader', () => {
  it('says that it has caught up after the events that came before', async () => {
    const { source, take } = opened();
    for (const n of [1, 2]) source.write(event(n));
    source.emit('caughtUp');
    source.write(event(3));
    expect(await take(4)).toEqual([1, 2, 'caught-up', 3]);
  });

  it('passes a checkpoint on while somebody waits and nothing is buffered', async () => {
    const { source, reader, next } = opened();
    source.write(event(1));
    await next();
    const waiting = next();
    reader.checkpointReached(7n);
    source.write(event(8));
    expect(await waiting).toEqual({ kind: 'position', position: 7n });
    expect(await next()).toMatchObject({ kind: 'event' });
  });

  it('passes over a checkpoint that runs ahead of the events', async () => {
    const { source, reader, take } = opened();
    source.write(event(1));
    reader.checkpointReached(1n);
    expect(await take(1)).toEqual([1]);
    reader.checkpointReached(1n);
    source.write(event(2));
    expect(await take(1)).toEqual([2]);
  });

  it('passes over the position before everything', async () => {
    const { source, reader, next } = opened();
    const waiting = next();
    reader.checkpointReached(0n);
    source.write(event(1));
    expect(await waiting).toMatchObject({ kind: 'event' });
  });

  it('ends waiting when the signal aborts, and leaves no listener', async () => {
    const { next } = opened();
    const stop = new AbortController();
    const waiting = next(stop.signal);
    stop.abort();
    expect(await waiting).toBeUndefined();
    expect(await next(stop.signal)).toBeUndefined();
  });

  it('throws what ended the subscription, now and later', async () => {
    const { source, next } = opened();
    const waiting = next();
    source.emit('error', new RangeError('dropped'));
    await expect(waiting).rejects.toThrow('dropped');
    source.emit('error', new RangeError('again'));
    await expect(next()).rejects.toThrow('dropped');
  });

  it('takes an end by the server for an error', async () => {
    const { source, next, take } = opened();
    source.write(event(1));
    source.end();
    expect(await take(1)).toEqual([1]);
    await expect(next()).rejects.toThrow('ended');
  });
});
