import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const ISSUER = 'city';
export const AUDIENCE = 'city-operations';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly secret: CryptoKey;
  readonly open: JWK;
}

export const signingKey = async (kid: string, alg = 'ES256'): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, secret: privateKey, open: { ...(await exportJWK(publicKey)), kid, alg } };
};

export const jwksOf = (...keys: readonly SigningKey[]): string =>
  JSON.stringify({ keys: keys.map(({ open }) => open) });

export interface KeyFile {
  readonly url: string;
  write(...keys: readonly SigningKey[]): Promise<void>;
}

/** A key file in a folder of its own; `write` replaces it in one step, as a rotation does. */
export const keyFile = async (): Promise<KeyFile> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'city-keys-'));
  const file = path.join(folder, 'jwks.json');
  return {
    url: pathToFileURL(file).href,
    write: async (...keys: readonly SigningKey[]): Promise<void> => {
      await writeFile(`${file}.new`, jwksOf(...keys));
      await rename(`${file}.new`, file);
    },
  };
};

/** A token for all districts that lives an hour, unless the claims say otherwise. */
export const tokenOf = (
  key: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  now = Date.now(),
): Promise<string> => {
  const seconds = Math.floor(now / 1000);
  const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'duty-7', districts: ['*'] };
  const times = { iat: seconds, exp: seconds + 3600 };
  return new SignJWT({ ...usual, ...times, ...claims })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(key.secret);
};
