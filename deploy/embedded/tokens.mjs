// Mints the tokens of a local run (JWT, ES256), with nothing but Node.
import { sign } from 'node:crypto';
import { signingKey } from './keys.mjs';
import { setting } from './settings.mjs';

const printed = ['viewer', 'operator', 'dispatcher', 'supervisor', 'admin', 'gateway', 'partner'];

/** Every role there is. npm start prints no token for a responder: it could not name the unit. */
export const roles = [...printed, 'responder'];

const month = 30 * 24 * 3_600;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const standardClaims = ({ issuer, audience, subject, roles: [first] }, ttl) => {
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: issuer ?? setting('AUTH_ISSUER') ?? 'city',
    aud: audience ?? setting('AUTH_AUDIENCE') ?? 'city-operations',
    sub: subject ?? `${first}-1`,
    // An expired token was issued before it expired.
    iat: ttl < 0 ? now + 2 * ttl : now,
    exp: now + ttl,
  };
};

/** Claims as in "Who may do what"; `ttl` in seconds, negative for a token that has expired. */
export const mint = (wanted) => {
  const { key, kid } = signingKey();
  const claims = {
    ...standardClaims(wanted, wanted.ttl ?? month),
    roles: wanted.roles,
    districts: wanted.districts ?? ['*'],
    ...(wanted.unit !== undefined && { unit: wanted.unit }),
  };
  const signed = `${encode({ alg: 'ES256', typ: 'JWT', kid })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
};

/** One token per role, for all districts. */
export const allTokens = () =>
  Object.fromEntries(printed.map((role) => [role, mint({ roles: [role] })]));
