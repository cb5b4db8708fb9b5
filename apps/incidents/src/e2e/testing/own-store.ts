import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../../../../..');
const host = path.join(root, 'deploy', 'embedded', 'hosts', 'host.mjs');

export type StoreKind = 'eventstore' | 'kafka' | 'postgres';

/** A port that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const isOpenToOthers = (place: string): boolean =>
  (statSync(place).mode & 0o001) !== 0 &&
  (path.dirname(place) === place || isOpenToOthers(path.dirname(place)));

// Postgres runs as another user where we are root, and must be able to pass.
const openFolder = (): string => {
  const isClosed = process.getuid?.() === 0 && !isOpenToOthers(tmpdir());
  const parent = isClosed ? '/var/lib/city' : tmpdir();
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, 'city-e2e-'));
  chmodSync(folder, 0o711);
  return folder;
};

interface Running {
  readonly host: ChildProcess;
  readonly url: string;
  readonly pid: number;
}

/** A real store of one spec's own, tied to this process by a pipe. It keeps port and data while it is
 *  stopped, and may be frozen. */
export class OwnStore {
  private readonly folder = openFolder();
  private readonly port: Promise<number> = freePort();
  private running: Running | undefined;
  private isFrozen = false;

  constructor(readonly kind: StoreKind) {}

  /** Where its files lie. */
  get data(): string {
    return path.join(this.folder, 'store', 'data');
  }

  get url(): string {
    if (this.running === undefined) throw new Error(`${this.kind} is not running`);
    return this.running.url;
  }

  /** Resolves once the store answers. @throws Error when it ends before */
  async start(): Promise<void> {
    const settings = { data: this.data, port: await this.port, durable: false, patience: 10_000 };
    const args = [host, this.kind, JSON.stringify(settings)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const message = JSON.parse(line) as Partial<Running>;
    const { url, pid } = message;
    if (url === undefined || pid === undefined)
      throw new Error(`${this.kind} did not start: ${line}`);
    this.running = { host: child, url, pid };
  }

  /** Stops it in good order; resolves once it is gone. */
  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (running === undefined) return;
    if (this.isFrozen) process.kill(running.pid, 'SIGCONT');
    this.isFrozen = false;
    const closed = once(running.host, 'close');
    running.host.stdin?.end();
    await closed;
  }

  /** Takes it off the processor: its port is open, and nothing answers. */
  freeze(): void {
    this.signal('SIGSTOP');
    this.isFrozen = true;
  }

  thaw(): void {
    this.signal('SIGCONT');
    this.isFrozen = false;
  }

  /** Brings it back, whatever was done to it. */
  async heal(): Promise<void> {
    if (this.running === undefined) await this.start();
    else if (this.isFrozen) this.thaw();
  }

  /** Stops it and removes its files. */
  async remove(): Promise<void> {
    await this.stop();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }

  private signal(name: NodeJS.Signals): void {
    if (this.running === undefined) throw new Error(`${this.kind} is not running`);
    process.kill(this.running.pid, name);
  }
}
