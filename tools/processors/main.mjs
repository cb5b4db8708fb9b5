// npm run processors -- list | retry <processor> [stream] | adopt-store
// `retry` is about the app that the processor's name begins with; the others are about all apps.
import { appsOfRun } from '../../deploy/embedded/apps.mjs';
import { appNamed, refuse, runOnStores } from './on-stores.mjs';

const usage = 'Usage: npm run processors -- list | retry <processor> [stream] | adopt-store';
const [command, ...names] = process.argv.slice(2);
if (!['list', 'retry', 'adopt-store'].includes(command)) refuse(usage);
if (command === 'retry' && names.length === 0) refuse(usage);

const apps = command === 'retry' ? [appNamed(names[0].split('.')[0])] : appsOfRun();
const statuses = apps.map((app) => runOnStores(app, 'processors', [command, ...names]));
process.exitCode = Math.max(...statuses);
