// Where things lie. Nothing here needs node_modules.
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

/** The folder with the state of one embedded run. A test gives one of its own with CITY_STATE. */
export const state = path.resolve(process.env.CITY_STATE ?? path.join(root, '.city'));
export const inState = (...parts) => path.join(state, ...parts);

/** Programs fetched once per clone, whatever the state folder is, and kept by --fresh. */
export const programs = path.join(root, '.city', 'kafka');

/** Makes a folder with exactly this mode, whatever the umask says. */
export const folder = (place, mode = 0o755) => {
  mkdirSync(place, { recursive: true });
  chmodSync(place, mode);
  return place;
};

/** True when every user may pass through the folder and all folders above it. */
export const isOpenToOthers = (place) =>
  (statSync(place).mode & 0o001) !== 0 &&
  (path.dirname(place) === place || isOpenToOthers(path.dirname(place)));
