import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Disk, nodeDisk } from '../log/disk.js';
import { EventStore } from './event-store.js';
import { readableStream } from './readable-stream.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'event-store-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const event = () => ({
  id: randomUUID(),
  type: 'Noted',
  isJson: true,
  data: Buffer.from('{}'),
  metadata: Buffer.alloc(0),
});

/** A disk whose syncs wait until the test lets them go on, or makes them fail. */
const heldDisk = () => {
  const waiting: { go: () => void; fail: (error: Error) => void }[] = [];
  let arrived: () => void = () => undefined;
  const disk: Disk = {
    ...nodeDisk,
    sync: async (fd) => {
      await new Promise<void>((go, fail) => {
        waiting.push({ go, fail });
        arrived();
      });
      await nodeDisk.sync(fd);
    },
  };
  const next = async () => {
    if (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    const sync = waiting.shift();
    if (sync === undefined) throw new Error('no sync is waiting');
    return sync;
  };
  return { disk, next };
};

const openStore = async (disk: Disk) => {
  const failures: Error[] = [];
  const store = new EventStore({ folder, disk, onFailure: (error) => failures.push(error) });
  await store.open();
  return { store, failures };
};

describe('durability', () => {
  it('shows and acknowledges nothing before its sync', async () => {
    const { disk, next } = heldDisk();
    const { store } = await openStore(disk);
    let answered = false;
    const append = store.append('held', 'no_stream', [event()]).then((outcome) => {
      answered = true;
      return outcome;
    });
    const sync = await next();
    expect({ answered, count: store.published.count }).toEqual({ answered: false, count: 0 });
    expect(readableStream(store, 'held')).toBeUndefined();
    sync.go();
    expect(await append).toMatchObject({ kind: 'written', revision: 0 });
    expect(readableStream(store, 'held')).toMatchObject({ first: 0, end: 1 });
    await store.close();
  });

  it('hides nothing before the deletion is durable', async () => {
    const { disk, next } = heldDisk();
    const { store } = await openStore(disk);
    const append = store.append('kept', 'no_stream', [event()]);
    (await next()).go();
    await append;
    const deletion = store.softDelete('kept', 'any');
    const sync = await next();
    expect(readableStream(store, 'kept')).toMatchObject({ end: 1 });
    sync.go();
    await deletion;
    expect(readableStream(store, 'kept')).toBeUndefined();
    await store.close();
  });

  it('answers a refusal that rests on an append in flight only when that is durable', async () => {
    const { disk, next } = heldDisk();
    const { store } = await openStore(disk);
    const winner = store.append('raced', 'no_stream', [event()]);
    const order: string[] = [];
    const loser = store.append('raced', 'no_stream', [event()]).then((outcome) => {
      order.push('refused');
      return outcome;
    });
    const sync = await next();
    order.push('synced');
    sync.go();
    expect(await loser).toEqual({ kind: 'wrong-revision', current: 0 });
    expect(order).toEqual(['synced', 'refused']);
    await winner;
    await store.close();
  });

  it('stops for good after a failed sync: nothing is acknowledged, shown or accepted', async () => {
    const { disk, next } = heldDisk();
    const { store, failures } = await openStore(disk);
    const appends = [
      store.append('lost', 'any', [event()]),
      store.append('lost', 'any', [event()]),
    ];
    (await next()).fail(new Error('EIO'));
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(failures.map(({ message }) => message)).toEqual(['EIO']);
    expect(readableStream(store, 'lost')).toBeUndefined();
    await expect(store.append('lost', 'any', [event()])).rejects.toThrow('EIO');
    await store.close();
  });

  it('recognises a repeated append after a restart by its place, not by id alone', async () => {
    const events = [event(), event()];
    const first = await openStore(nodeDisk);
    const original = await first.store.append('again', 'no_stream', events);
    await first.store.append('again', 1, [event()]);
    await first.store.close();
    const { store } = await openStore(nodeDisk);
    expect(await store.append('again', 'no_stream', events)).toEqual(original);
    expect(await store.append('again', 'any', events)).toMatchObject({ revision: 4 });
    await store.close();
  });
});
