import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryKeyTable } from '../testing/in-memory-key-table.js';
import { KeyRing } from './key-ring.js';
import { KeyRingReporterVault } from './key-ring-reporter-vault.js';

const masterKey = Buffer.alloc(32, 5);
const incidentId = '7b2e3c1a-54f0-4c58-9a55-0f1d2c3b4a59';
const reporter = { name: '李伟', phone: '+86 512 5550 0100', email: null };

let table: InMemoryKeyTable;
beforeEach(() => {
  table = new InMemoryKeyTable();
});

describe('the key ring', () => {
  it('finds a key that it made, also in another process', async () => {
    const { keyId, key } = await new KeyRing(table, masterKey).create();
    expect(await new KeyRing(table, masterKey).find(keyId)).toEqual(key);
  });
  it('makes another key each time', async () => {
    const ring = new KeyRing(table, masterKey);
    const [one, other] = [await ring.create(), await ring.create()];
    expect(one.keyId).not.toBe(other.keyId);
    expect(one.key).not.toEqual(other.key);
  });
  it('keeps no key in clear', async () => {
    const { keyId, key } = await new KeyRing(table, masterKey).create();
    expect(table.rows.get(keyId)?.includes(key)).toBe(false);
  });
  it('has nothing of a key that was erased', async () => {
    const ring = new KeyRing(table, masterKey);
    const { keyId } = await ring.create();
    table.erase(keyId);
    expect(await ring.find(keyId)).toBeUndefined();
  });
  it('takes a missing row for an error, never for an erasure', async () => {
    await expect(new KeyRing(table, masterKey).find('no-such-key')).rejects.toThrow('no-such-key');
  });
  it('does not open a key under another master key', async () => {
    const { keyId } = await new KeyRing(table, masterKey).create();
    await expect(new KeyRing(table, Buffer.alloc(32, 6)).find(keyId)).rejects.toThrow();
  });
  it('does not open a wrapped key that was moved to another row', async () => {
    const ring = new KeyRing(table, masterKey);
    const [one, other] = [await ring.create(), await ring.create()];
    table.rows.set(one.keyId, table.rows.get(other.keyId) ?? null);
    await expect(ring.find(one.keyId)).rejects.toThrow();
  });
  it('gives out no key that it could not store', async () => {
    table.failure = new Error('away');
    await expect(new KeyRing(table, masterKey).create()).rejects.toThrow('away');
  });
});

describe('the vault of reporters', () => {
  const vault = () => new KeyRingReporterVault(new KeyRing(table, masterKey));

  it('gives back who reported', async () => {
    const sealed = await vault().seal(incidentId, reporter);
    expect(await vault().open(incidentId, sealed)).toEqual(reporter);
  });
  it('shows nothing of the reporter in what is stored', async () => {
    const { sealed } = await vault().seal(incidentId, reporter);
    const bytes = Buffer.from(sealed, 'base64');
    expect(bytes.includes('李伟') || bytes.includes('5550 0100')).toBe(false);
  });
  it('does not open at another incident', async () => {
    const sealed = await vault().seal(incidentId, reporter);
    await expect(vault().open('another', sealed)).rejects.toThrow();
  });
  it('has nobody once the key was erased', async () => {
    const sealed = await vault().seal(incidentId, reporter);
    table.erase(sealed.keyId);
    expect(await vault().open(incidentId, sealed)).toBeUndefined();
  });
});
