// Reads a token as its receiver does: with the public key, and without the code that made it.
import { createPublicKey, verify } from 'node:crypto';

const json = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

export const claimsOf = (token) => json(token.split('.')[1]);

/** Is it signed (ES256) by a key of this set? */
export const isSignedBy = (token, { keys }) => {
  const [header, claims, signature] = token.split('.');
  const { alg, kid } = json(header);
  const jwk = keys.find((each) => each.kid === kid);
  if (jwk === undefined || alg !== 'ES256') return false;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  const options = { key, dsaEncoding: 'ieee-p1363' };
  return verify('sha256', signed, options, Buffer.from(signature, 'base64url'));
};
