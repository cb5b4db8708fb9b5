import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderInUseError, lockFolder } from './folder-lock.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'folder-lock-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});
const lockedBy = (text: string) => {
  fs.writeFileSync(path.join(folder, 'lock'), text);
};

describe('the lock of a folder', () => {
  it('is held by one at a time and can be given back', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    unlock();
    lockFolder(folder)();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('keeps out a second process while the first one lives, and says which', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const gone = once(other, 'exit');
    lockedBy(`${String(other.pid)} `);
    expect(() => lockFolder(folder)).toThrow(String(other.pid));
    other.kill('SIGKILL');
    await gone;
    lockFolder(folder)();
  });

  it('is taken over from a dead process, and from an earlier one of the same id', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    lockedBy(`${pid} `);
    lockFolder(folder)();
    lockedBy(`${process.pid} another-boot 1 nonce`);
    lockFolder(folder)();
  });
});
