import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { silent, throwAwayUrl } from '../testing/throw-away-database.js';
import { PostgresLeadership } from './postgres-leadership.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const built = path.join(root, 'libs/postgres/dist/leadership/postgres-leadership.js');
const forever = new AbortController().signal;

const holder = (url: string, name: string) => `
  import { PostgresLeadership } from ${JSON.stringify(pathToFileURL(built).href)};
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const leadership = new PostgresLeadership({ url: ${JSON.stringify(url)}, log });
  const lease = await leadership.acquire(${JSON.stringify(name)}, new AbortController().signal);
  lease.lost.addEventListener('abort', () => { console.log('lost'); process.exit(0); });
  console.log('leads');
  setInterval(() => undefined, 1000);
`;

describe('leadership', () => {
  let url: string;
  let admin: Client;
  const opened: PostgresLeadership[] = [];
  const children: { kill(signal: 'SIGKILL'): boolean }[] = [];
  beforeAll(async () => {
    url = await throwAwayUrl();
    admin = new Client({ connectionString: url });
    await admin.connect();
    // The other processes of these specs run what is built.
    await promisify(execFile)(process.execPath, ['tools/build.mjs', 'libs/postgres'], {
      cwd: root,
    });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(opened.splice(0).map((leadership) => leadership.close()));
  });
  afterAll(() => admin.end());

  const replica = (): PostgresLeadership => {
    const leadership = new PostgresLeadership({ url, log: silent });
    opened.push(leadership);
    return leadership;
  };
  const leaderElsewhere = async (name: string) => {
    const args = ['--input-type=module', '-e', holder(url, name)];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: root,
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  };
  const killSessions = () =>
    admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'city leadership'`);
  const lostOf = async (lost: AbortSignal): Promise<void> => {
    if (!lost.aborted) await once(lost, 'abort');
  };

  it('belongs to one at a time, and passes on when it is released', async () => {
    const first = await replica().acquire('a', forever);
    const waiting = replica().acquire('a', forever);
    await expect(
      Promise.race([waiting, once(AbortSignal.timeout(1_500), 'abort')]),
    ).resolves.toEqual([expect.any(Event)]);
    await first.release();
    const second = await waiting;
    expect(first.lost.aborted).toBe(false);
    expect(second.lost.aborted).toBe(false);
  });

  it('belongs to one at a time within a process as well', async () => {
    const leadership = replica();
    const first = await leadership.acquire('b', forever);
    const waiting = leadership.acquire('b', AbortSignal.timeout(1_500));
    await expect(waiting).rejects.toThrow('timeout');
    await first.release();
    await leadership.acquire('b', forever);
  });

  it('of different names may lie with different processes', async () => {
    await replica().acquire('c', forever);
    await replica().acquire('d', forever);
  });

  it('uses one connection for all names', async () => {
    const leadership = replica();
    await Promise.all(['e', 'f', 'g'].map((name) => leadership.acquire(name, forever)));
    const { rows } = await admin.query(`select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'city leadership'`);
    expect(rows).toHaveLength(1);
  });

  it('is lost with the connection, and passes on within 10 s', async () => {
    const [first, second] = [replica(), replica()];
    const leases = await Promise.all(['h', 'i'].map((name) => first.acquire(name, forever)));
    const waiting = second.acquire('h', forever);
    await killSessions();
    await Promise.all(leases.map(({ lost }) => lostOf(lost)));
    const again = first.acquire('h', forever);
    const next = await Promise.race([waiting, again]);
    expect(next.lost.aborted).toBe(false);
    await next.release();
    await Promise.all([waiting, again.then((lease) => lease.release())]);
  }, 10_000);

  it('is lost when it is given up', async () => {
    const leadership = replica();
    const lease = await leadership.acquire('j', forever);
    await leadership.close();
    expect(lease.lost.aborted).toBe(true);
    await expect(leadership.acquire('j', forever)).rejects.toThrow('closed');
  });

  it('passes on within 10 s when its holder dies', async () => {
    const child = await leaderElsewhere('k');
    const waiting = replica().acquire('k', forever);
    child.kill('SIGKILL');
    await waiting;
  }, 12_000);

  it('passes on within 10 s when its holder is frozen, which then knows', async () => {
    const child = await leaderElsewhere('l');
    const waiting = replica().acquire('l', forever);
    child.kill('SIGSTOP');
    const since = performance.now();
    await waiting;
    expect(performance.now() - since).toBeLessThan(10_000);
    const said = once(child.stdout, 'data');
    child.kill('SIGCONT');
    expect(String((await said)[0])).toBe('lost\n');
  }, 15_000);

  it('is held while nothing happens', async () => {
    const lease = await replica().acquire('m', forever);
    const lost = once(lease.lost, 'abort', { signal: AbortSignal.timeout(7_000) });
    await expect(lost).rejects.toMatchObject({ name: 'AbortError' });
    await lease.release();
  }, 12_000);
});
