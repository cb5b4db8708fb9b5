// node deploy/compose/keys.mjs: makes the keys and passwords of docker-compose.yml in .city/keys, those
// that are missing. Needs nothing but Node. The signing key is the one of `npm run token`.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { databases } from '../embedded/apps.mjs';
import { jwksFile, secretFile } from '../embedded/keys.mjs';
import { inState } from '../embedded/paths.mjs';

const writeOwnerOnly = (file, content) => {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, content, { mode: 0o600 });
  renameSync(mine, file);
  return file;
};

// Follows the password: one who replaces that file runs this again.
const urlFile = (name) => {
  const password = readFileSync(secretFile(`postgres-${name}.password`), 'utf8').trim();
  const url = `postgres://${name}:${encodeURIComponent(password)}@postgres:5432/${name}\n`;
  return writeOwnerOnly(inState('keys', `postgres-${name}.url`), url);
};

const files = [
  secretFile('personal-data.key'),
  secretFile('fingerprint.key'),
  secretFile('postgres.password'),
  ...databases.map(urlFile),
  jwksFile(),
];
console.log(`${files.join('\n')}\n`);

// In a container they are read by the user who owns them here.
const uid = process.getuid?.() ?? 1_000;
if (uid === 0) console.log('These belong to root: give them to another user, see the how-to.');
else if (uid !== 1_000) console.log(`export CITY_UID=${uid} CITY_GID=${process.getgid()}`);
