import { Injectable, Optional } from '@nestjs/common';

/** What `/health/ready` always names. */
export const CHECK_NAMES = ['eventstore', 'postgres', 'kafka', 'processors'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export type CheckResult = 'ok' | 'degraded' | 'down';

/** Rejects, or answers `down`, when the part cannot be used; has one second. */
export type Check = (signal: AbortSignal) => Promise<CheckResult>;

export interface Readiness {
  readonly status: CheckResult;
  readonly checks: Readonly<Record<CheckName, CheckResult>>;
}

export interface HealthTimes {
  /** How long a result is used again, in milliseconds. */
  readonly freshMs: number;
  /** How long a check may take, in milliseconds. */
  readonly limitMs: number;
  readonly now: () => number;
}

const defaults: HealthTimes = { freshMs: 250, limitMs: 1000, now: () => performance.now() };

type Run = Readonly<{ startedAt: number; result: Promise<CheckResult> }>;

/** The checks of a service. Asked often, it asks the parts four times a second at most and never waits for long. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<CheckName, Check>();
  private readonly runs = new Map<CheckName, Run>();
  private readonly times: HealthTimes;
  private hasStarted = false;

  constructor(@Optional() times?: Partial<HealthTimes>) {
    this.times = { ...defaults, ...times };
  }

  /** One check per name; a name without one is `down`. */
  register(name: CheckName, check: Check): void {
    this.checks.set(name, check);
    this.runs.delete(name);
  }

  /** Start-up is done: from now on only the event store decides about readiness. */
  started(): void {
    this.hasStarted = true;
  }

  /** `down` before start-up is done and while the event store cannot be reached, `degraded` when
   *  anything else is amiss. */
  async readiness(): Promise<Readiness> {
    const results = await Promise.all(CHECK_NAMES.map((name) => this.resultOf(name)));
    const [eventstore = 'down', postgres = 'down', kafka = 'down', processors = 'down'] = results;
    const isDown = !this.hasStarted || eventstore === 'down';
    const amiss = results.some((result) => result !== 'ok') ? 'degraded' : 'ok';
    return {
      status: isDown ? 'down' : amiss,
      checks: { eventstore, postgres, kafka, processors },
    };
  }

  private resultOf(name: CheckName): Promise<CheckResult> {
    const check = this.checks.get(name);
    if (check === undefined) return Promise.resolve('down');
    const last = this.runs.get(name);
    const now = this.times.now();
    if (last !== undefined && now - last.startedAt < this.times.freshMs) return last.result;
    const result = bounded(check, this.times.limitMs);
    this.runs.set(name, { startedAt: now, result });
    return result;
  }
}

const bounded = async (check: Check, limitMs: number): Promise<CheckResult> => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => {
      resolve('down');
      controller.abort();
    }, limitMs);
  });
  const answer = Promise.resolve()
    .then(() => check(controller.signal))
    .catch((): CheckResult => 'down');
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
