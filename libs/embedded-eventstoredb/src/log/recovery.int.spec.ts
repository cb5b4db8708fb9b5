import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PlacedEvent, type StoredEvent } from './event-entry.js';
import { EventLog, type Recovery } from './event-log.js';
import { DamagedLogError } from './recovery.js';

const folders: string[] = [];
const newFolder = () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'event-log-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

const placed = (revision: number, text = 'x'): PlacedEvent => ({
  id: randomUUID(),
  stream: 'log-test',
  revision,
  type: 'Noted',
  isJson: true,
  data: Buffer.from(JSON.stringify({ text })),
  metadata: Buffer.from('{"who":"me"}'),
});

interface Opened {
  readonly log: EventLog;
  readonly found: StoredEvent[];
  readonly recovery: Recovery;
}

const openLog = async (folder: string, segmentBytes?: number): Promise<Opened> => {
  const found: StoredEvent[] = [];
  const log = new EventLog({
    folder,
    ...(segmentBytes !== undefined && { segmentBytes }),
    hotBytes: 0,
    onAccepted: (event) => found.push(event),
    onDurable: () => undefined,
    onFailure: () => undefined,
  });
  return { log, found, recovery: await log.open() };
};

const write = async (log: EventLog, groups: readonly PlacedEvent[][]) => {
  for (const group of groups) log.append(group);
  await log.durable();
};

const shape = ({
  position,
  id,
  revision,
  type,
  stream,
  createdMs,
  data,
  metadata,
}: StoredEvent) => ({
  ...{ position, id, revision, type, stream, createdMs },
  data: data.toString(),
  metadata: metadata.toString(),
});
const ordinals = (count: number) => Array.from({ length: count }, (_, index) => index);

const segmentFiles = (folder: string) =>
  fs
    .readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));

describe('recovery of the log', () => {
  it('finds every event as it was written, with position and time of writing', async () => {
    const folder = newFolder();
    const first = await openLog(folder);
    await write(first.log, [[placed(0)], [placed(1), placed(2)], [placed(3, 'ünï☃')]]);
    await first.log.close();

    const second = await openLog(folder);
    expect(second.recovery).toEqual({ events: 4, cutBytes: 0, cutAt: undefined });
    expect(second.found.map(shape)).toEqual(first.found.map(shape));
    expect((await second.log.read(ordinals(4))).map(shape)).toEqual(first.found.map(shape));
    await second.log.close();
  });

  it('cuts a tail torn at any byte of the last append, and loses nothing before it', async () => {
    const folder = newFolder();
    const { log } = await openLog(folder);
    await write(log, [[placed(0)], [placed(1)]]);
    await log.close();
    const [file = ''] = segmentFiles(folder);
    const kept = fs.readFileSync(file);
    const again = await openLog(folder);
    await write(again.log, [[placed(2), placed(3)]]);
    await again.log.close();
    const whole = fs.readFileSync(file);

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: kept.length + 1, max: whole.length - 1 }),
        async (length) => {
          fs.writeFileSync(file, whole.subarray(0, length));
          const opened = await openLog(folder);
          await opened.log.close();
          expect(opened.recovery).toEqual({
            events: 2,
            cutBytes: length - kept.length,
            cutAt: { file, offset: kept.length },
          });
          expect(fs.readFileSync(file)).toEqual(kept);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cuts a last append of which any byte is wrong', async () => {
    const folder = newFolder();
    const { log } = await openLog(folder);
    await write(log, [[placed(0)]]);
    await log.close();
    const [file = ''] = segmentFiles(folder);
    const kept = fs.statSync(file).size;
    const again = await openLog(folder);
    await write(again.log, [[placed(1)]]);
    await again.log.close();
    const whole = fs.readFileSync(file);

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: kept, max: whole.length - 1 }), async (at) => {
        const broken = Buffer.from(whole);
        broken[at] = (broken[at] ?? 0) ^ 0x40;
        fs.writeFileSync(file, broken);
        const opened = await openLog(folder);
        await opened.log.close();
        expect(opened.recovery.events).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  it('takes appends again after a cut, in the place of what was cut', async () => {
    const folder = newFolder();
    const { log } = await openLog(folder);
    await write(log, [[placed(0)]]);
    await log.close();
    const [file = ''] = segmentFiles(folder);
    fs.appendFileSync(file, Buffer.alloc(100));
    const cut = await openLog(folder);
    expect(cut.recovery.cutBytes).toBe(100);
    await write(cut.log, [[placed(1)]]);
    await cut.log.close();
    const last = await openLog(folder);
    expect(last.recovery).toMatchObject({ events: 2, cutBytes: 0 });
    await last.log.close();
  });

  it('reads over the borders of segments, and refuses to start when one before the last is broken', async () => {
    const folder = newFolder();
    const first = await openLog(folder, 1000);
    await write(
      first.log,
      ordinals(20).map((revision) => [placed(revision, 'y'.repeat(150))]),
    );
    await first.log.close();
    const files = segmentFiles(folder);
    expect(files.length).toBeGreaterThan(3);

    const second = await openLog(folder, 1000);
    expect((await second.log.read(ordinals(20))).map(shape)).toEqual(first.found.map(shape));
    await second.log.close();

    const [, damaged = ''] = files;
    const bytes = fs.readFileSync(damaged);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    fs.writeFileSync(damaged, bytes);
    await expect(openLog(folder)).rejects.toThrow(DamagedLogError);
  });
});
