import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { nodeDisk } from '../log/disk.js';
import { FolderInUseError } from '../log/folder-lock.js';
import {
  type EmbeddedEventStore,
  type EmbeddedEventStoreOptions,
  PortTakenError,
  startEmbeddedEventStore,
} from './embedded-event-store.js';

let folder = '';
const started: EmbeddedEventStore[] = [];
const clients: EventStoreDBClient[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'embedded-event-store-'));
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  for (const store of started.splice(0)) await store.stop();
  fs.rmSync(folder, { recursive: true });
});

const start = async (options: Partial<EmbeddedEventStoreOptions> = {}) => {
  const store = await startEmbeddedEventStore({ dir: folder, port: 0, ...options });
  started.push(store);
  return store;
};
const connect = ({ url }: EmbeddedEventStore) => {
  const client = EventStoreDBClient.connectionString(url);
  clients.push(client);
  return client;
};
const noted = () => jsonEvent({ type: 'Noted', data: { n: 1 } });
/** Appends by the call of its own: the batch call's table of pending appends is shared by all clients of a process. */
const alone = { credentials: { username: 'admin', password: 'changeit' } };

describe('the embedded event store', () => {
  it('keeps what was appended over a restart', async () => {
    const first = await start();
    const appended = await connect(first).appendToStream('kept', [noted(), noted()], alone);
    await first.stop();
    const client = connect(await start());
    const positions: bigint[] = [];
    for await (const { event } of client.readStream('kept')) {
      if (event?.position !== undefined) positions.push(event.position.commit);
    }
    expect(positions.length).toBe(2);
    expect(positions.at(-1)).toBe(appended.position?.commit);
  });

  it('ends open subscriptions with UNAVAILABLE when it is stopped, within 2 s', async () => {
    const store = await start();
    const subscription = connect(store).subscribeToAll();
    const ended = new Promise<unknown>((resolve) => {
      subscription.on('error', resolve);
    });
    await new Promise<void>((resolve) => {
      subscription.once('caughtUp', () => {
        resolve();
      });
      subscription.on('data', () => undefined);
    });
    const began = performance.now();
    await store.stop();
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await ended).toMatchObject({ code: 14 });
  });

  it('stops serving when a sync fails, and leaves the folder free', async () => {
    let broken = false;
    const disk = {
      ...nodeDisk,
      sync: (fd: number) => (broken ? Promise.reject(new Error('EIO')) : nodeDisk.sync(fd)),
    };
    const store = await start({ disk });
    const client = connect(store);
    await client.appendToStream('before', noted(), alone);
    broken = true;
    await expect(client.appendToStream('lost', noted(), alone)).rejects.toMatchObject({ code: 14 });
    expect((await store.failed).message).toBe('EIO');
    await expect(client.appendToStream('later', noted(), alone)).rejects.toMatchObject({
      code: 14,
    });
    const again = connect(await start());
    expect(await again.appendToStream('later', noted(), alone)).toMatchObject({ success: true });
  });

  it('refuses a folder and a port that are taken, by name', async () => {
    const { port } = await start();
    await expect(start()).rejects.toThrow(FolderInUseError);
    const dir = path.join(folder, 'other');
    await expect(start({ dir, port })).rejects.toThrow(PortTakenError);
    await expect(start({ dir, port })).rejects.toThrow(String(port));
  });

  it('resolves links, and says when their target is gone', async () => {
    const client = connect(await start());
    await client.appendToStream('target', noted(), alone);
    const links = [0, 7].map((revision) => jsonEvent({ type: 'Placeholder', data: { revision } }));
    await client.appendToStream('links', links, alone);
    const raw = [0, 7].map((revision) => ({
      ...noted(),
      type: '$>',
      contentType: 'application/octet-stream' as const,
      data: Buffer.from(`${revision}@target`),
    }));
    await client.appendToStream('links', raw, alone);
    const seen: unknown[] = [];
    for await (const { event, link } of client.readStream('links', { resolveLinkTos: true })) {
      seen.push([event?.streamId, link?.revision]);
    }
    expect(seen).toEqual([
      ...[
        ['links', undefined],
        ['links', undefined],
      ],
      ...[
        ['target', 2n],
        [undefined, 3n],
      ],
    ]);
  });
});
