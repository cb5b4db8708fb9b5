import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface TokenClaims {
  readonly roles?: readonly string[];
  /** All by default. */
  readonly districts?: readonly string[];
  readonly sub?: string;
}

export interface TokenMint {
  /** Where the open key stands, for `AUTH_JWKS_URL`. */
  readonly jwksUrl: string;
  /** A token that lives an hour; admin unless the claims say otherwise. */
  tokenOf(claims?: TokenClaims): Promise<string>;
}

const [kid, alg] = ['spec-key', 'ES256'];

/** Signs tokens as the launcher does, with a key pair of its own. */
export const tokenMint = async (): Promise<TokenMint> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'city-keys-')), 'jwks.json');
  const open = { ...(await exportJWK(publicKey)), kid, alg };
  await writeFile(file, JSON.stringify({ keys: [open] }));
  return {
    jwksUrl: pathToFileURL(file).href,
    tokenOf: ({ roles = ['admin'], districts = ['*'], sub = 'duty-7' } = {}) =>
      new SignJWT({ roles: [...roles], districts: [...districts] })
        .setProtectedHeader({ alg, kid })
        .setIssuer('city')
        .setAudience('city-operations')
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  };
};
