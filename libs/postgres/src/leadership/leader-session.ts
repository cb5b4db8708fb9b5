import { Client } from 'pg';

/** A frozen process would keep its locks for ever: the server ends a session that is silent this long. */
const IDLE_SESSION_MS = 5_000;
const BEAT_MS = 1_000;
/** Later than this the locks count as lost; well before the server gives them to somebody else. */
const LATE_MS = 4_000;

/** The one connection that holds all locks of a process, kept alive by a query every second. */
export class LeaderSession {
  private readonly client: Client;
  private readonly listeners = new Set<(reason: unknown) => void>();
  private timer: NodeJS.Timeout | undefined;
  private lastBeat = performance.now();
  private last: Promise<unknown> = Promise.resolve();
  private beating = false;
  private ended = false;

  private constructor(url: string) {
    this.client = new Client({
      connectionString: url,
      application_name: 'city leadership',
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      options: `-c idle_session_timeout=${IDLE_SESSION_MS} -c statement_timeout=2000`,
      keepAlive: true,
    });
    // Stays for good: an error without a listener ends the process.
    this.client.on('error', (error) => {
      this.fail(error);
    });
    this.client.on('end', () => {
      this.fail(new Error('the leadership connection ended'));
    });
  }

  /** @throws when Postgres cannot be reached */
  static async open(url: string): Promise<LeaderSession> {
    const session = new LeaderSession(url);
    await session.client.connect();
    session.lastBeat = performance.now();
    session.timer = setInterval(() => void session.beat(), BEAT_MS).unref();
    return session;
  }

  get isOpen(): boolean {
    return !this.ended;
  }

  /** Called once when the locks are lost, at once when they are already. */
  onLost(listener: (reason: unknown) => void): () => void {
    if (this.ended) listener(new Error('the leadership connection is gone'));
    else this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Whether the lock is had now; false also when the connection is lost. */
  async tryLock(key: string): Promise<boolean> {
    const rows = await this.ask('select pg_try_advisory_lock($1::bigint) as yes', [key]);
    return rows[0]?.yes === true;
  }

  async unlock(key: string): Promise<void> {
    await this.ask('select pg_advisory_unlock($1::bigint) as yes', [key]);
  }

  async close(): Promise<void> {
    this.fail(new Error('leadership was given up'));
    await this.client.end().catch(() => undefined);
  }

  /** One statement after the other: the connection takes no second one meanwhile. */
  private ask(sql: string, params: string[] = []): Promise<{ yes?: boolean }[]> {
    const answer = this.last.then(() => this.send(sql, params));
    this.last = answer;
    return answer;
  }

  private async send(sql: string, params: string[]): Promise<{ yes?: boolean }[]> {
    if (this.ended) return [];
    const asked = performance.now();
    try {
      const { rows } = await this.client.query<{ yes?: boolean }>(sql, params);
      this.lastBeat = asked;
      return rows;
    } catch (error) {
      this.fail(error);
      return [];
    }
  }

  private async beat(): Promise<void> {
    // After a freeze this comes first: nobody may go on as leader until the server has been asked.
    if (performance.now() - this.lastBeat > LATE_MS) {
      this.fail(new Error('the leadership heartbeat is late'));
      return;
    }
    if (this.beating) return;
    this.beating = true;
    await this.ask('select true as yes');
    this.beating = false;
  }

  private fail(reason: unknown): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.timer);
    for (const listener of this.listeners) listener(reason);
    this.listeners.clear();
    // Closing frees the locks on the server as well, when it can still be reached.
    this.client.end().catch(() => undefined);
  }
}
