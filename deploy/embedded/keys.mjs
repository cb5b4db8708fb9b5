// The keys of a local run: made once, in a folder that only its owner may enter.
// They are kept by --fresh: data in a store given by URL could never be read again without them.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { folder, inState } from './paths.mjs';

const place = (name) => inState('keys', name);

// Linked into its place when complete, so that of two processes at once one wins and both read it.
const makeOnce = (file, content) => {
  folder(inState());
  folder(inState('keys'), 0o700);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    linkSync(mine, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
};

const readOrMake = (name, make) => {
  const file = place(name);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  makeOnce(file, make());
  return readFileSync(file, 'utf8');
};

/** The file of a 32-byte secret in base64, made when it is missing. */
export const secretFile = (name) => {
  readOrMake(name, () => `${randomBytes(32).toString('base64')}\n`);
  return place(name);
};

const newSigningKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });

// RFC 7638: the same key has the same id everywhere.
const thumbprint = ({ crv, kty, x, y }) =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

// Follows the signing key, should that be removed. Public, and read by the containers of Compose.
const writeJwks = (content) => {
  const file = place('jwks.json');
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, content);
  chmodSync(mine, 0o644);
  renameSync(mine, file);
};

/** The development signing key (ES256) and its id; writes jwks.json beside it. */
export const signingKey = () => {
  const key = createPrivateKey(readOrMake('signing-key.pem', newSigningKey));
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const kid = thumbprint(jwk);
  writeJwks(`${JSON.stringify({ keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] }, null, 2)}\n`);
  return { key, kid };
};

export const jwksFile = () => {
  signingKey();
  return place('jwks.json');
};
