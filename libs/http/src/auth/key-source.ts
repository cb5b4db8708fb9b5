import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';

const KeyDocument = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

/** The keys that tokens are checked with. */
export interface KeySet {
  /** Another text, another version: what was checked with another set is checked anew. */
  readonly version: string;
  readonly find: JWTVerifyGetKey;
}

export interface KeySource {
  /** @throws KeysUnavailable */
  current(): Promise<KeySet>;
  /** The newest set, for a token whose key is not known yet; asked no oftener than the source allows.
   *  @throws KeysUnavailable */
  refreshed(): Promise<KeySet>;
}

/** The key set cannot be read: nobody is let in. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the keys that tokens are checked with cannot be read', { cause });
    this.name = 'KeysUnavailable';
  }
}

const keySetOf = (text: string): KeySet => {
  const document = KeyDocument.parse(JSON.parse(text));
  // The shape of each key is checked where it is used: an unknown kind of key must not shut out the rest.
  const find = createLocalJWKSet(document);
  return { version: createHash('sha256').update(text).digest('hex'), find };
};

/** Keys in a file; read again when the file has changed. */
export class FileKeys implements KeySource {
  private known: Readonly<{ stamp: string; keys: KeySet }> | undefined;
  private reading: Promise<KeySet> | undefined;

  constructor(private readonly file: URL) {}

  current(): Promise<KeySet> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  refreshed(): Promise<KeySet> {
    return this.current();
  }

  private async read(): Promise<KeySet> {
    try {
      const { mtimeMs, size, ino } = await stat(this.file);
      const stamp = [mtimeMs, size, ino].join(' ');
      if (this.known?.stamp !== stamp)
        this.known = { stamp, keys: keySetOf(await readFile(this.file, 'utf8')) };
      return this.known.keys;
    } catch (error) {
      throw new KeysUnavailable(error);
    }
  }
}

export interface RemoteKeysTimes {
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** How long a fetched set is used without asking. */
  readonly freshMs?: number;
  /** How long it is used while the provider does not answer. */
  readonly graceMs?: number;
  /** How long between two fetches for keys that are not known. */
  readonly cooldownMs?: number;
}

/** Keys at an http or https address. */
export class RemoteKeys implements KeySource {
  private known: Readonly<{ at: number; keys: KeySet }> | undefined;
  private fetching: Promise<KeySet> | undefined;
  private readonly times: Required<RemoteKeysTimes>;

  constructor(
    private readonly url: URL,
    times: RemoteKeysTimes,
  ) {
    this.times = { freshMs: 60_000, graceMs: 300_000, cooldownMs: 10_000, ...times };
  }

  current(): Promise<KeySet> {
    return this.notOlderThan(this.times.freshMs);
  }

  refreshed(): Promise<KeySet> {
    return this.notOlderThan(this.times.cooldownMs);
  }

  private async notOlderThan(ageMs: number): Promise<KeySet> {
    if (this.known !== undefined && this.age() < ageMs) return this.known.keys;
    try {
      this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
      return await this.fetching;
    } catch (error) {
      if (this.known !== undefined && this.age() < this.times.graceMs) return this.known.keys;
      throw new KeysUnavailable(error);
    }
  }

  private age(): number {
    return this.known === undefined ? Infinity : this.times.now() - this.known.at;
  }

  private async fetch(): Promise<KeySet> {
    const answer = await fetch(this.url, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`the key provider answered ${answer.status}`);
    const keys = keySetOf(await answer.text());
    this.known = { at: this.times.now(), keys };
    return keys;
  }
}

/** Keys at a `file:`, http or https URL. */
export const keySourceOf = (url: string, now: () => number): KeySource => {
  const parsed = new URL(url);
  return parsed.protocol === 'file:' ? new FileKeys(parsed) : new RemoteKeys(parsed, { now });
};
