import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../../../..');
const host = path.join(root, 'deploy', 'embedded', 'hosts', 'host.mjs');
const programs = path.join(root, '.city', 'kafka');

/** Whether Kafka's programs are here, so that a spec can have a broker that it may stop. */
export const canRunBroker = (): boolean =>
  existsSync(programs) && readdirSync(programs).some((name) => name.startsWith('lib-'));

/** A real broker of one spec's own, which keeps its port and its data while it is stopped. */
export class OwnBroker {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'city-kafka-own-'));
  #port: number | undefined;
  #host: ChildProcess | undefined;

  get address(): string {
    return `127.0.0.1:${String(this.#port)}`;
  }

  /** Resolves once the broker answers. */
  async start(): Promise<void> {
    this.#port ??= await freePort();
    const data = path.join(this.#folder, 'data');
    const settings = { data, port: this.#port, patience: 10_000 };
    const args = [host, 'kafka', JSON.stringify(settings)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#host = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    if (!line.includes('"url"')) throw new Error(`the broker did not start: ${line}`);
  }

  /** Resolves once the broker is gone. */
  async stop(): Promise<void> {
    const child = this.#host;
    this.#host = undefined;
    if (child === undefined) return;
    const closed = once(child, 'close');
    child.stdin?.end();
    await closed;
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
