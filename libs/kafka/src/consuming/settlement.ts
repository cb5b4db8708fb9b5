import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '@city/event-sourcing';
import { isObservable, lastValueFrom } from 'rxjs';
import { placeText } from './consumed-event.js';
import { DeliveryContext } from './consumed-event.js';
import type { ConsumerCounter, ConsumerCounters } from './consumer-counters.js';
import { DependencyUnavailable, reasonOf, type FailureKind } from './failures.js';
import type { ArrivedRecord, HandledRecord } from './arrived-record.js';
import type { Run } from './runs.js';

/** Tries of one event before it is set aside, and the pause after the first failed one (it doubles). */
export interface Retries {
  readonly attempts: number;
  readonly backoffMs: number;
}

/** What a poison record may hold back those behind it, in milliseconds. */
export const LONGEST_BACKOFF_MS = 1_000;

/** All pauses between the tries of one event. */
export const backoffOf = ({ attempts, backoffMs }: Retries): number =>
  backoffMs * (2 ** (attempts - 1) - 1);

/** Sets a record aside; resolves once the brokers have acknowledged it. */
export interface DeadLetters {
  write(record: ArrivedRecord, cause: unknown, attempts: number): Promise<void>;
}

/** How a run ended. `settled`: its effect, or its dead letter, is durable. `outage`: something is away, and
 *  nothing was settled. `split`: it failed as a whole, and each member is to be delivered alone.
 *  `interrupted`: the consumer is stopping; it comes again. */
export type Settlement =
  | Readonly<{ outcome: 'settled' | 'split' | 'interrupted' }>
  | Readonly<{ outcome: 'outage'; cause: unknown }>;

export interface SettlingOptions {
  readonly consumer: string;
  readonly retries: Retries;
  readonly kindOf: (error: unknown) => FailureKind;
  readonly deadLetters: DeadLetters;
  readonly counters: ConsumerCounters;
  readonly log: Log;
  /** Aborted when the consumer stops. */
  readonly stopping: AbortSignal;
}

const settled: Settlement = { outcome: 'settled' };

/** Delivers a run of records to its handler until it has taken effect or is set aside. Never throws. */
export class Settling {
  readonly #options: SettlingOptions;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  async settle(run: Run): Promise<Settlement> {
    const [first] = run;
    if (first.kind === 'unhandled') {
      this.#count('unhandled', first);
      return settled;
    }
    if (first.kind === 'unprocessable') return this.#setAside(first, first.cause, 1);
    // Neighbours of a run are all of one kind.
    return this.#deliver(run as readonly [HandledRecord, ...HandledRecord[]]);
  }

  async #deliver(run: readonly [HandledRecord, ...HandledRecord[]]): Promise<Settlement> {
    const { retries, kindOf, stopping } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const failed = await this.#tried(run, attempt);
      if (failed === undefined) return settled;
      const kind = kindOf(failed.cause);
      if (kind === 'outage') return { outcome: 'outage', cause: failed.cause };
      if (run.length > 1) return this.#split(run[0], failed.cause);
      if (kind === 'unprocessable' || attempt >= retries.attempts) {
        return this.#setAside(run[0], failed.cause, attempt);
      }
      this.#count('retried', run[0]);
      await wait(retries.backoffMs * 2 ** (attempt - 1), undefined, { signal: stopping }).catch(
        () => undefined,
      );
      if (stopping.aborted) return { outcome: 'interrupted' };
    }
  }

  async #tried(
    run: readonly [HandledRecord, ...HandledRecord[]],
    attempt: number,
  ): Promise<Readonly<{ cause: unknown }> | undefined> {
    const [{ handler, event, place }] = run;
    const payload = handler.extras?.batch === true ? run.map((member) => member.event) : event;
    try {
      const result: unknown = await handler(payload, new DeliveryContext([place, attempt]));
      // An empty Observable is a success, too.
      const answer = isObservable(result)
        ? await lastValueFrom(result, { defaultValue: undefined })
        : result;
      this.#count('handled', run[0], run.length);
      if (isRefusal(answer)) this.#count('refused', run[0]);
      return undefined;
    } catch (cause) {
      return { cause };
    }
  }

  #split(first: HandledRecord, cause: unknown): Settlement {
    const { log } = this.#options;
    const place = placeText(first.place);
    log.info({ place, reason: reasonOf(cause) }, 'a batch failed; its events are delivered alone');
    return { outcome: 'split' };
  }

  async #setAside(record: ArrivedRecord, cause: unknown, attempts: number): Promise<Settlement> {
    const { deadLetters, log } = this.#options;
    try {
      await deadLetters.write(record, cause, attempts);
    } catch (error) {
      log.error({ err: error, place: placeText(record.place) }, 'no dead letter could be written');
      return { outcome: 'outage', cause: new DependencyUnavailable(error) };
    }
    this.#count('dead-lettered', record);
    const place = placeText(record.place);
    log.warn({ place, reason: reasonOf(cause), attempts }, 'a record was set aside');
    return settled;
  }

  #count(counter: ConsumerCounter, record: ArrivedRecord, by = 1): void {
    const { counters, consumer } = this.#options;
    const type = record.kind === 'handled' ? record.event.type : record.type;
    counters.count(counter, { consumer, topic: record.place.topic, type }, by);
  }
}

/** The answer of a command that the domain refused: an outcome, not a failure. */
const isRefusal = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  'outcome' in answer &&
  answer.outcome === 'rejected';
