import type { KeyTable } from '../personal-data/key-ring.js';

/** The table of wrapped keys in memory; null = erased. */
export class InMemoryKeyTable implements KeyTable {
  readonly rows = new Map<string, Buffer | null>();
  /** While it is set every call ends with it. */
  failure: Error | undefined;

  insert({ keyId, wrappedKey }: Parameters<KeyTable['insert']>[0]): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.rows.set(keyId, wrappedKey);
    return Promise.resolve();
  }

  find(keyId: string): ReturnType<KeyTable['find']> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const wrappedKey = this.rows.get(keyId);
    return Promise.resolve(wrappedKey === undefined ? undefined : { wrappedKey });
  }

  erase(keyId: string): void {
    this.rows.set(keyId, null);
  }
}
