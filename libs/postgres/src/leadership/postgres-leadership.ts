import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, Leadership, Log } from '@city/event-sourcing';
import { LeaderSession } from './leader-session.js';

const POLL_MS = 1_000;
const MAX_RETRY_MS = 2_000;

/** The advisory lock of a name: the first 64 bits of its hash. */
const lockKey = (name: string): string =>
  String(createHash('sha256').update(name).digest().readBigInt64BE(0));

export interface LeadershipSettings {
  /** A direct connection: a pooler that hands connections around would lose the locks. */
  readonly url: string;
  readonly log: Log;
}

/** One leader per name among all processes on one database, by advisory locks. */
export class PostgresLeadership implements Leadership {
  private session: LeaderSession | undefined;
  private opening: Promise<LeaderSession | undefined> | undefined;
  /** Names led or asked for by this process: a session is granted its own locks again and again. */
  private readonly taken = new Set<string>();
  private retryMs = 100;
  private nextOpen = 0;
  private closed = false;

  constructor(private readonly settings: LeadershipSettings) {}

  /** Asks once a second until it is granted. @throws the signal's reason when that aborts */
  async acquire(name: string, signal: AbortSignal): Promise<Lease> {
    for (;;) {
      signal.throwIfAborted();
      if (this.closed) throw new Error('leadership is closed');
      const lease = await this.attempt(name);
      if (lease !== undefined && signal.aborted) await lease.release();
      else if (lease !== undefined) return lease;
      // Woken by the signal, the loop throws its reason.
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Gives up every lease; their `lost` signals abort. */
  async close(): Promise<void> {
    this.closed = true;
    await this.opening;
    await this.session?.close();
  }

  private async attempt(name: string): Promise<Lease | undefined> {
    const session = await this.openSession();
    if (session === undefined || this.taken.has(name)) return undefined;
    this.taken.add(name);
    const granted = await session.tryLock(lockKey(name));
    if (granted && session.isOpen) return this.leaseOf(name, session);
    this.taken.delete(name);
    return undefined;
  }

  private leaseOf(name: string, session: LeaderSession): Lease {
    const lost = new AbortController();
    const forget = session.onLost((reason) => {
      this.taken.delete(name);
      lost.abort(reason);
    });
    let released = false;
    const release = async (): Promise<void> => {
      if (released || !session.isOpen) return;
      released = true;
      await session.unlock(lockKey(name));
      forget();
      this.taken.delete(name);
    };
    return { lost: lost.signal, release };
  }

  /** The open session, or undefined while there is none to be had. */
  private async openSession(): Promise<LeaderSession | undefined> {
    if (this.session?.isOpen === true) return this.session;
    if (performance.now() < this.nextOpen || this.closed) return undefined;
    this.opening ??= this.open().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async open(): Promise<LeaderSession | undefined> {
    const { url, log } = this.settings;
    try {
      const session = await LeaderSession.open(url);
      session.onLost((reason) => {
        log.warn({ err: reason }, 'leadership lost');
      });
      this.retryMs = 100;
      this.session = session;
      return session;
    } catch (error) {
      log.warn({ err: error, retryMs: this.retryMs }, 'no connection for leadership');
      this.nextOpen = performance.now() + this.retryMs;
      this.retryMs = Math.min(this.retryMs * 2, MAX_RETRY_MS);
      return undefined;
    }
  }
}
