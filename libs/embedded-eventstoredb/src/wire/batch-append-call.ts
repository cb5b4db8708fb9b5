import type {
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { type ProposedEvent } from '../log/event-entry.js';
import { type Expectation } from '../store/expectation.js';
import { type EventStore } from '../store/event-store.js';
import {
  type Addressee,
  badRequest,
  outcomeAnswer,
  timedOut,
  tooLarge,
} from './batch-append-answers.js';
import { type CallFailure, failureOf, MAX_APPEND_BYTES, unavailable } from './failures.js';
import { type OpenCall, type OpenCalls } from './open-calls.js';
import { dataBytes, expectationOf, proposedEvent, streamName, uuidText } from './request-fields.js';

/** An append whose last chunk has not come. */
interface Gathering {
  readonly to: Addressee;
  readonly stream: string;
  readonly expectation: Expectation;
  readonly events: ProposedEvent[];
  readonly timer: NodeJS.Timeout;
  size: number;
}

type BatchStream = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

const LONGEST_GATHERING_MS = 2000;
// Beyond this the client has to wait for the disk.
const PENDING_BYTES = 32 * 1024 * 1024;

const remainingMs = (options: BatchAppendReq.Options): number => {
  const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
  return Math.min(deadline - Date.now(), LONGEST_GATHERING_MS);
};

/** One call carries the appends of a whole channel: chunks by correlation id, one answer for each id. */
class BatchAppendCall implements OpenCall {
  readonly #gathering = new Map<string, Gathering>();
  #unanswered = 0;
  #requestsEnded = false;
  #closed = false;

  constructor(
    private readonly call: BatchStream,
    private readonly store: EventStore,
    private readonly openCalls: OpenCalls,
  ) {}

  run(): void {
    this.openCalls.add(this);
    this.call.on('data', (request: BatchAppendReq) => {
      this.#receive(request);
    });
    this.call.on('end', () => {
      this.#requestsEnded = true;
      this.#endWhenAnswered();
    });
    for (const event of ['cancelled', 'error', 'close']) {
      this.call.on(event, () => {
        this.#close();
      });
    }
  }

  fail(failure: CallFailure): void {
    if (this.#closed) return;
    this.#close();
    this.call.emit('error', failure);
  }

  #receive(request: BatchAppendReq): void {
    const id = uuidText(request.getCorrelationId());
    const gathering = request.hasOptions() ? this.#begin(id, request) : this.#gathering.get(id);
    // Chunks of an append that was answered already.
    if (gathering === undefined || this.#closed) return;
    try {
      const events = request.getProposedMessagesList().map(proposedEvent);
      gathering.size += dataBytes(events);
      gathering.events.push(...events);
    } catch (error) {
      this.#settle(gathering, badRequest(gathering.to, failureOf(error).message));
      return;
    }
    if (gathering.size > MAX_APPEND_BYTES) this.#settle(gathering, tooLarge(gathering.to));
    else if (request.getIsFinal()) this.#append(gathering);
  }

  #begin(id: string, request: BatchAppendReq): Gathering | undefined {
    const options = request.getOptions();
    const identifier = options?.getStreamIdentifier();
    if (options === undefined || identifier === undefined) return undefined;
    const to = { correlationId: id, stream: identifier };
    const remaining = remainingMs(options);
    const nameless = identifier.getStreamName_asU8().length === 0;
    if (remaining <= 0 || nameless) {
      this.call.write(nameless ? badRequest(to, 'The stream name is empty.') : timedOut(to));
      return undefined;
    }
    const gathering: Gathering = {
      to,
      stream: streamName(identifier),
      expectation: expectationOf(options, options.getStreamPosition()),
      events: [],
      size: 0,
      timer: setTimeout(() => {
        this.#settle(gathering, timedOut(to));
      }, remaining),
    };
    this.#gathering.set(id, gathering);
    return gathering;
  }

  #forget(gathering: Gathering): void {
    clearTimeout(gathering.timer);
    this.#gathering.delete(gathering.to.correlationId);
  }

  #settle(gathering: Gathering, answer: BatchAppendResp): void {
    this.#forget(gathering);
    if (!this.#closed) this.call.write(answer);
    this.#endWhenAnswered();
  }

  #append(gathering: Gathering): void {
    const { to, stream, expectation, events } = gathering;
    this.#forget(gathering);
    this.#unanswered += 1;
    this.store.append(stream, expectation, events).then(
      (outcome) => {
        this.#unanswered -= 1;
        if (!this.#closed) this.call.write(outcomeAnswer(to, expectation, outcome));
        this.#endWhenAnswered();
      },
      () => {
        this.fail(unavailable());
      },
    );
    this.#waitForDisk();
  }

  #waitForDisk(): void {
    if (this.store.log.pendingBytes < PENDING_BYTES || this.call.isPaused()) return;
    this.call.pause();
    this.store.log.durable().then(
      () => this.call.resume(),
      () => undefined,
    );
  }

  #endWhenAnswered(): void {
    const idle = this.#unanswered === 0 && this.#gathering.size === 0;
    if (!this.#requestsEnded || !idle || this.#closed) return;
    this.#close();
    this.call.end();
  }

  #close(): void {
    this.#closed = true;
    this.openCalls.remove(this);
    for (const gathering of this.#gathering.values()) clearTimeout(gathering.timer);
    this.#gathering.clear();
  }
}

export const batchAppendCall =
  (store: EventStore, openCalls: OpenCalls) =>
  (call: BatchStream): void => {
    new BatchAppendCall(call, store, openCalls).run();
  };
