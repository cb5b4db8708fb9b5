// npm run -s replica -- incidents --port 3101: one more process of an app, in the foreground, on the
// stores and the keys of the running system. It outlives the launcher.
import { parseArgs } from 'node:util';
import { appsOfRun, environmentOf } from './apps.mjs';
import { runInThisProcess } from './in-this-process.mjs';
import { runningEndpoints } from './records.mjs';

const usage = 'npm run -s replica -- <app> --port <port>';

const refuse = (message) => {
  console.error(`${message}\n\n${usage}`);
  process.exit(1);
};

const read = () => {
  try {
    return parseArgs({ options: { port: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    return refuse(error.message);
  }
};

const {
  values: { port },
  positionals: [name],
} = read();
const app = appsOfRun().find((each) => each.name === name);
if (app === undefined) refuse(`There is no app ${name ?? '(none named)'}.`);
if (!/^\d+$/.test(port ?? '')) refuse('--port is missing or no number.');
const endpoints = runningEndpoints();
if (endpoints === undefined) refuse('Nothing runs that it could be a replica of: npm start first.');

// The same public URL as the first process: both answer with the same links.
const urls = { ...endpoints, publicUrl: endpoints[name]?.url };
const env = environmentOf({ ...app, port: Number(port) }, urls);
for (const variable of Object.keys(process.env))
  if (!(variable in env)) delete process.env[variable];
Object.assign(process.env, env);
await runInThisProcess(app.main);
