import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Claims {
  readonly districts?: readonly string[];
  readonly subject?: string;
}

/** Mints a token for a role; all districts unless the claims say otherwise. */
export type Mint = (role: string, claims?: Claims) => Promise<string>;

export interface Issuer {
  readonly jwksUrl: string;
  readonly mint: Mint;
}

/** A signing key of its own, with its key set in a file of that folder. */
export const issuerIn = async (folder: string): Promise<Issuer> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'e2e', alg: 'ES256' }];
  const file = path.join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys }));
  return {
    jwksUrl: pathToFileURL(file).href,
    mint: (role, { districts = ['*'], subject = `${role}-1` } = {}) =>
      new SignJWT({ roles: [role], districts })
        .setProtectedHeader({ alg: 'ES256', kid: 'e2e' })
        .setIssuer('city')
        .setAudience('city-operations')
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  };
};
