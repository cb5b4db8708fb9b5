// Runs a built program in this very process: signals and kill reach it directly, no child is left.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** `args` become the program's own. */
export const runInThisProcess = async (main, args = []) => {
  if (!existsSync(main)) {
    console.error('It has not been built yet: npm run build (npm start builds, too).');
    process.exit(1);
  }
  // npm does not hand every signal on; when it is gone, so are we.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref();
  process.argv.splice(1, Infinity, main, ...args);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
};
