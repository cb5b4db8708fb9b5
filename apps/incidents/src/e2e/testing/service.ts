import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './own-store.js';
import { waitUntil } from './wait-until.js';

const dist = path.join(root, 'apps', 'incidents', 'dist');
const stayWithParent = path.join(root, 'deploy', 'embedded', 'stay-with-parent.mjs');

export type Settings = Readonly<Record<string, string>>;

export interface Readiness {
  readonly code: number;
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

const processEnd = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

const lastLines = (log: string): string =>
  readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');

const run = (
  [program, ...args]: readonly [string, ...string[]],
  settings: Settings,
  log: string,
): ChildProcess => {
  const output = openSync(log, 'a');
  const flags = ['--enable-source-maps', '--import', pathToFileURL(stayWithParent).href];
  const child = spawn(process.execPath, [...flags, path.join(dist, program), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  return child;
};

/** The migration step: tables and topics. @throws Error with its last lines */
export const migrate = async (settings: Settings, log: string): Promise<void> => {
  const child = run(['migrate.js'], settings, log);
  await processEnd(child);
  if (child.exitCode !== 0) throw new Error(`the migration failed:\n${lastLines(log)}`);
};

/** Runs a program for operators to its end. @returns its exit status, null when it was killed */
export const operate = async (
  command: readonly [string, ...string[]],
  settings: Settings,
  log: string,
): Promise<number | null> => {
  const child = run(command, settings, log);
  await processEnd(child);
  return child.exitCode;
};

/** One process of the incident service, which keeps port and log over restarts. */
export class Service {
  private child: ChildProcess | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly log: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.settings.PORT ?? ''}`;
  }

  /** Resolves once `/health/ready` answers 200; degraded will do. */
  async start(): Promise<void> {
    const child = run(['main.js'], this.settings, this.log);
    this.child = child;
    await waitUntil('the service is ready', async () => {
      if (child.exitCode !== null) return true;
      return (await this.readiness()).code === 200;
    });
    if (child.exitCode !== null) throw new Error(`the service ended:\n${lastLines(this.log)}`);
  }

  /** @throws Error when the process does not answer at all within 3 s */
  async readiness(): Promise<Readiness> {
    const limit = { signal: AbortSignal.timeout(3_000) };
    const answer = await fetch(`${this.url}/health/ready`, limit);
    const body = (await answer.json()) as Omit<Readiness, 'code'>;
    return { code: answer.status, ...body };
  }

  /** Waits for a readiness that holds all this, by name of check, and `status` or `code`. */
  async becomes(wanted: Readonly<Record<string, number | string>>): Promise<void> {
    await waitUntil(`ready is ${JSON.stringify(wanted)}`, async () => {
      const { code, status, checks } = await this.readiness();
      const found: Record<string, unknown> = { code, status, ...checks };
      return Object.entries(wanted).every(([name, value]) => found[name] === value);
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    child?.kill(signal);
    if (child !== undefined) await processEnd(child);
  }
}
