import { randomBytes, randomUUID } from 'node:crypto';
import { open, seal } from './sealed-box.js';

/** What the key ring needs of a database. */
export interface KeyTable {
  insert(row: Readonly<{ keyId: string; wrappedKey: Buffer }>): Promise<void>;
  /** undefined = there is no such row, which is an error and never means "erased". */
  find(keyId: string): Promise<Readonly<{ wrappedKey: Buffer | null }> | undefined>;
}

/** A data key in clear, and the id by which events name it. */
export interface DataKey {
  readonly keyId: string;
  readonly key: Buffer;
}

/** One key per data subject, wrapped by the master key; without the row nobody can read the subject's data. */
export class KeyRing {
  constructor(
    private readonly table: KeyTable,
    private readonly masterKey: Buffer,
  ) {}

  /** Makes a key that is stored before it is used. @throws DatabaseUnavailable */
  async create(): Promise<DataKey> {
    const keyId = randomUUID();
    const key = randomBytes(32);
    await this.table.insert({ keyId, wrappedKey: seal(this.masterKey, key, keyId) });
    return { keyId, key };
  }

  /** The key in clear; undefined once it was erased. @throws DatabaseUnavailable, Error for an unknown id */
  async find(keyId: string): Promise<Buffer | undefined> {
    const row = await this.table.find(keyId);
    if (row === undefined) throw new Error(`personal data key ${keyId} is not in the database`);
    return row.wrappedKey === null ? undefined : open(this.masterKey, row.wrappedKey, keyId);
  }
}
