// npm run eventstore -- --port N --dir D: the embedded event store alone, in the foreground.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nx } from '../../tools/nx.mjs';
import { runInThisProcess } from './in-this-process.mjs';
import { inState, root } from './paths.mjs';

const usage = `npm run eventstore -- [--port 2113] [--dir .city/eventstore]`;

const read = () => {
  try {
    const options = { port: { type: 'string' }, dir: { type: 'string' } };
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    return process.exit(1);
  }
};

const { port = '2113', dir } = read();
// npm changes to the root; a relative folder is meant from where npm was called.
const folder =
  dir === undefined ? inState('eventstore') : path.resolve(process.env.INIT_CWD ?? '.', dir);
const status = nx('run', 'embedded-eventstoredb:build', '--outputStyle=stream');
if (status !== 0) process.exit(status);
const main = path.join(root, 'libs', 'embedded-eventstoredb', 'dist', 'main.js');
await runInThisProcess(main, ['--port', port, '--dir', folder]);
