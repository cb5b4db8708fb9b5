import { once } from 'node:events';
import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import type { FeedItem } from '@city/event-sourcing';
import { storedEventOf } from '../reading/stored-event.js';

/** Puts a subscription's events and its notices in one line. Notices run ahead of a consumer by what
 *  lies in the readable's buffer (trap T6), so both kinds are held against what was handed out. */
export class SubscriptionReader {
  private handedOut = 0;
  private waiting = false;
  private checkpoint: bigint | undefined;
  /** Caught up once so many events were handed out. */
  private caughtUpAfter: number | undefined;
  private failure: Error | undefined;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(private readonly subscription: AllStreamSubscription) {
    const wake = (): void => {
      this.wake();
    };
    subscription.on('readable', wake);
    subscription.on('caughtUp', () => {
      this.caughtUpAfter = this.handedOut + subscription.readableLength;
      wake();
    });
    // Stays for good: the client may emit errors after the subscription was destroyed.
    subscription.on('error', (error) => {
      this.failure ??= error;
      wake();
    });
    for (const event of ['end', 'close'] as const) {
      subscription.on(event, () => {
        this.ended = true;
        wake();
      });
    }
  }

  /** Takes a checkpoint only while the consumer waits and nothing is buffered; a later one follows. */
  checkpointReached(position: bigint): void {
    if (!this.waiting || this.subscription.readableLength > 0 || position <= 0n) return;
    this.checkpoint = position;
    this.wake();
  }

  /** The next item, or undefined when the signal has ended the waiting.
   *  @throws what ended the subscription */
  async next(signal: AbortSignal): Promise<FeedItem | undefined> {
    for (;;) {
      if (signal.aborted) return undefined;
      const item = this.take();
      if (item !== undefined) return item;
      await this.untilWoken(signal);
    }
  }

  private take(): FeedItem | undefined {
    if (this.failure !== undefined) throw this.failure;
    if (this.checkpoint !== undefined) {
      const position = this.checkpoint;
      this.checkpoint = undefined;
      return { kind: 'position', position };
    }
    if (this.caughtUpAfter !== undefined && this.handedOut >= this.caughtUpAfter) {
      this.caughtUpAfter = undefined;
      return { kind: 'caught-up' };
    }
    return this.takeEvent();
  }

  private takeEvent(): FeedItem | undefined {
    for (;;) {
      // A subscription is a readable of resolved events, or null when its buffer is empty.
      const resolved = this.subscription.read() as AllStreamResolvedEvent | null;
      if (resolved === null) break;
      this.handedOut += 1;
      if (resolved.event !== undefined) {
        return { kind: 'event', event: storedEventOf(resolved.event) };
      }
    }
    if (this.ended) throw new Error('the server ended the subscription');
    return undefined;
  }

  private async untilWoken(signal: AbortSignal): Promise<void> {
    this.waiting = true;
    const done = new AbortController();
    const woken = new Promise<void>((resolve) => (this.wake = resolve));
    await Promise.race([
      woken,
      once(signal, 'abort', { signal: done.signal }).catch(() => undefined),
    ]);
    done.abort();
    this.waiting = false;
  }
}
