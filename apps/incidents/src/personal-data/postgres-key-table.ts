import type { Tx } from '@city/postgres';
import type { KeyTable } from './key-ring.js';

/** Wrapped keys in Postgres. They are no read model: without them nobody can be read again. */
export class PostgresKeyTable implements KeyTable {
  constructor(private readonly database: Tx) {}

  async insert({ keyId, wrappedKey }: Parameters<KeyTable['insert']>[0]): Promise<void> {
    await this.database.query(
      'insert into personal_data_key (key_id, wrapped_key) values ($1, $2)',
      [keyId, wrappedKey],
    );
  }

  async find(keyId: string): Promise<{ wrappedKey: Buffer | null } | undefined> {
    const [row] = await this.database.query<{ wrapped_key: Buffer | null }>(
      'select wrapped_key from personal_data_key where key_id = $1',
      [keyId],
    );
    return row && { wrappedKey: row.wrapped_key };
  }
}
