import type { DataKey, KeyRing } from './key-ring.js';
import { open, seal } from './sealed-box.js';

/** Who reported, in clear. */
interface Reporter {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

const contextOf = (incidentId: string): string => `reporter of incident ${incidentId}`;

/** Encrypts who reported an incident under a key of that incident alone. Ciphertext moved to another
 *  incident does not open. */
export class KeyRingReporterVault {
  constructor(private readonly keys: KeyRing) {}

  /** @throws DatabaseUnavailable when the key cannot be stored */
  async seal(incidentId: string, reporter: Reporter): Promise<{ keyId: string; sealed: string }> {
    const { keyId, key }: DataKey = await this.keys.create();
    const box = seal(key, Buffer.from(JSON.stringify(reporter)), contextOf(incidentId));
    return { keyId, sealed: box.toString('base64') };
  }

  /** undefined = erased. @throws DatabaseUnavailable */
  async open(
    incidentId: string,
    { keyId, sealed }: Readonly<{ keyId: string; sealed: string }>,
  ): Promise<Reporter | undefined> {
    const key = await this.keys.find(keyId);
    if (key === undefined) return undefined;
    const plain = open(key, Buffer.from(sealed, 'base64'), contextOf(incidentId));
    // What stands in the box was put there by `seal`.
    return JSON.parse(plain.toString('utf8')) as Reporter;
  }
}
