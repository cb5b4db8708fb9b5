// Runs the conformance suite: against EVENTSTORE_URL when it is set, else against this server on a
// free port with temporary data. The last line of the output is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname;
const suite = path.join(here, 'conformance');
const results = path.join(here, 'test-results');
const scratch = mkdtempSync(path.join(tmpdir(), 'conformance-'));

/** Starts the built server; answers its URL and how to end it. */
const startServer = async () => {
  const main = path.join(here, 'dist', 'main.js');
  const args = [main, '--port', '0', '--dir', path.join(scratch, 'data')];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  for await (const line of createInterface({ input: server.stdout })) {
    console.log(`server: ${line}`);
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    server.stdout.resume();
    return { url, stop: () => server.kill('SIGTERM') && ended };
  }
  throw new Error('The server ended before it listened.');
};

const runSuite = async (url) => {
  const tap = path.join(scratch, 'results.tap');
  const files = readdirSync(suite).filter((name) => name.endsWith('.test.mjs'));
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${tap}`],
  ];
  const args = ['--test', '--test-concurrency=1', ...reporters, ...files];
  const env = { ...process.env, EVENTSTORE_URL: url };
  const tests = spawn(process.execPath, args, { cwd: suite, stdio: 'inherit', env });
  const [status] = await once(tests, 'exit');
  return { status, summary: readFileSync(tap, 'utf8') };
};

const countsOf = ({ status, summary }) => {
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
  // A run that broke, or that ran nothing, is a failure too.
  const broken = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  return broken ? { ...counts, failed: 1 } : counts;
};

const run = async () => {
  const given = process.env.EVENTSTORE_URL;
  const server = given ? { url: given, stop: () => undefined } : await startServer();
  try {
    return countsOf(await runSuite(server.url));
  } finally {
    await server.stop();
  }
};

const counts = await run().catch((error) => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
rmSync(scratch, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
writeFileSync(path.join(results, 'conformance.json'), JSON.stringify(counts));
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
