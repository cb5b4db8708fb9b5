// nx run deploy:test:e2e: the launcher's own tests, on the built city in temporary folders. The last
// line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printSummary } from '../../tools/jest/summary.mjs';
import { root } from './paths.mjs';

const here = import.meta.dirname;
const results = path.join(root, 'deploy', 'test-results');

const runTests = async (tap) => {
  const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs'));
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${tap}`],
  ];
  // One file at a time: a city that starts needs the whole of a small machine.
  const args = ['--test', '--test-concurrency=1', ...reporters, ...files];
  const tests = spawn(process.execPath, args, { cwd: here, stdio: 'inherit' });
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

const scratch = mkdtempSync(path.join(tmpdir(), 'city-launcher-tests-'));
try {
  const counts = countsOf(await runTests(path.join(scratch, 'results.tap')));
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, 'e2e.json'), `${JSON.stringify(counts)}\n`);
  printSummary(counts);
  process.exitCode = counts.failed === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
