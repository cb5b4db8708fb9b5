import { randomUUID } from 'node:crypto';
import {
  type PlacedEvent,
  type ProposedEvent,
  type StoredEvent,
  TOMBSTONE_REVISION,
} from '../log/event-entry.js';
import { EventLog, type EventLogOptions, type Recovery } from '../log/event-log.js';
import { type AppendTarget, decideAppend } from './append-decision.js';
import { type Expectation, NO_EVENTS } from './expectation.js';
import { Publication } from './publication.js';
import { RecentIds } from './recent-ids.js';
import { StreamIndex } from './stream-index.js';
import { DELETED_METADATA, NO_LIMITS, withTruncateBefore } from './stream-limits.js';
import {
  isMetadataStream,
  lastRevision,
  metadataStreamOf,
  type StreamRecord,
  type StreamState,
  targetOf,
} from './stream-record.js';

/** The answer to a writer. Refusals are answers; only a failed disk throws. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'deleted' };

export type StoreOptions = Pick<
  EventLogOptions,
  'folder' | 'disk' | 'segmentBytes' | 'hotBytes'
> & {
  /** Called once when the disk failed; nothing is accepted afterwards. */
  readonly onFailure: (error: Error) => void;
};

const NOTHING: StreamState = { count: 0, limits: NO_LIMITS, tombstone: undefined };

/** Streams over a log: decides appends and deletions, and shows readers what is durable. */
export class EventStore {
  readonly log: EventLog;
  readonly published = new Publication();
  readonly #streams = new StreamIndex();
  readonly #recentIds = new RecentIds();
  #recovering = true;

  constructor(options: StoreOptions) {
    this.log = new EventLog({
      ...options,
      onAccepted: (event, ordinal) => {
        this.#streams.accept(event, ordinal);
        if (this.#recovering) this.#streams.publish(ordinal + 1);
        else this.#recentIds.note(event.stream, event.id, event.revision);
      },
      onDurable: (count) => {
        this.#streams.publish(count);
        this.published.reach(count);
      },
    });
  }

  async open(): Promise<Recovery> {
    const recovery = await this.log.open();
    this.#recovering = false;
    return recovery;
  }

  close(): Promise<void> {
    return this.log.close();
  }

  /** The stream as readers may see it, if it or its metadata has any event. */
  streamOf(name: string): StreamRecord | undefined {
    return this.#streams.get(name);
  }

  /** Whether readers see the stream, or the stream that this is the metadata of, as gone for good. */
  isTombstoned(name: string, side: 'accepted' | 'visible' = 'visible'): boolean {
    const target = isMetadataStream(name) ? targetOf(name) : name;
    return [name, target].some((each) => this.#streams.get(each)?.[side].tombstone !== undefined);
  }

  /** Appends all or nothing. Decided in the order of calls; answered when everything it rests on is durable. */
  async append(
    stream: string,
    expectation: Expectation,
    events: readonly ProposedEvent[],
  ): Promise<WriteOutcome> {
    const outcome = this.#append(stream, expectation, events);
    await this.log.durable();
    return outcome;
  }

  /** Deletes softly: the stream can be written to again, and goes on counting. */
  async softDelete(stream: string, expectation: Expectation): Promise<WriteOutcome> {
    const refusal = this.#refuseDeletion(stream, expectation, false);
    const outcome =
      refusal ?? this.#write([this.#metadataEvent(stream, Buffer.from(DELETED_METADATA))], 1);
    await this.log.durable();
    return outcome;
  }

  /** Deletes for good, also a stream that never was. */
  async tombstone(stream: string, expectation: Expectation): Promise<WriteOutcome> {
    const refusal = this.#refuseDeletion(stream, expectation, true);
    const outcome = refusal ?? this.#write([tombstoneOf(stream)], 1);
    await this.log.durable();
    return outcome;
  }

  #append(
    stream: string,
    expectation: Expectation,
    events: readonly ProposedEvent[],
  ): WriteOutcome {
    const state = this.#accepted(stream);
    const ids = events.map(({ id }) => id);
    const decision = decideAppend(this.#targetOf(stream), expectation, ids);
    switch (decision.kind) {
      case 'deleted':
        return decision;
      case 'wrong-revision':
        return { kind: 'wrong-revision', current: lastRevision(state) };
      case 'repeated':
        return this.#answerRepetition(stream, decision.revision);
      case 'write':
        return this.#writeAppend(stream, events);
    }
  }

  #answerRepetition(stream: string, revision: number): WriteOutcome {
    const record = this.#streams.get(stream);
    const hidden = record?.accepted.limits.softDeleted === true;
    const position = this.log.positions.at(record?.ordinals[revision] ?? Infinity);
    return { kind: 'written', revision, position: hidden ? undefined : position };
  }

  #writeAppend(stream: string, events: readonly ProposedEvent[]): WriteOutcome {
    const { count } = this.#accepted(stream);
    const placed = events.map((event, index) => ({ ...event, stream, revision: count + index }));
    const revival = this.#revivalBy(stream, placed);
    if (placed.length > 0) return this.#write([...placed, ...revival], placed.length);
    if (revival.length > 0) this.log.append(revival);
    const revision = Math.max(count - 1, 0);
    return { kind: 'written', revision, position: this.log.lastPosition };
  }

  /** Writing to a deleted stream, or setting its metadata, brings it back with the old events hidden. */
  #revivalBy(stream: string, placed: readonly PlacedEvent[]): PlacedEvent[] {
    if (this.#accepted(stream).limits.softDeleted) {
      return [this.#metadataEvent(stream, this.#revivedMetadata(stream))];
    }
    const own = placed.at(-1);
    if (!isMetadataStream(stream) || own === undefined) return [];
    const target = targetOf(stream);
    const { limits, count } = this.#accepted(target);
    if (!limits.softDeleted) return [];
    const data = withTruncateBefore(Buffer.from(own.data), count);
    return [{ ...this.#metadataEvent(target, data), revision: own.revision + 1 }];
  }

  #revivedMetadata(stream: string): Buffer {
    const metadata = this.#streams.get(metadataStreamOf(stream));
    const ordinal = metadata?.ordinals.at(-1);
    const newest = ordinal === undefined ? undefined : this.log.readNow(ordinal);
    return withTruncateBefore(newest?.data ?? Buffer.alloc(0), this.#accepted(stream).count);
  }

  #metadataEvent(stream: string, data: Buffer): PlacedEvent {
    const name = metadataStreamOf(stream);
    const revision = this.#accepted(name).count;
    const metadata = Buffer.alloc(0);
    return {
      id: randomUUID(),
      stream: name,
      revision,
      type: '$metadata',
      isJson: true,
      data,
      metadata,
    };
  }

  /** Writes the events; the answer speaks of the last of the first `own`. */
  #write(events: readonly PlacedEvent[], own: number): WriteOutcome {
    const written: StoredEvent | undefined = this.log.append(events)[own - 1];
    return { kind: 'written', revision: written?.revision ?? 0, position: written?.position };
  }

  #refuseDeletion(
    stream: string,
    expectation: Expectation,
    missingIsFine: boolean,
  ): WriteOutcome | undefined {
    if (this.isTombstoned(stream, 'accepted')) return { kind: 'deleted' };
    const current = lastRevision(this.#accepted(stream));
    const expected = expectation === 'no_stream' ? NO_EVENTS : expectation;
    const holds = typeof expected === 'number' ? expected === current : true;
    const missing = current === NO_EVENTS && !(missingIsFine && expected !== 'stream_exists');
    return holds && !missing ? undefined : { kind: 'wrong-revision', current };
  }

  #accepted(stream: string): StreamState {
    return this.#streams.get(stream)?.accepted ?? NOTHING;
  }

  #targetOf(stream: string): AppendTarget {
    const record = this.#streams.get(stream);
    const state = this.#accepted(stream);
    return {
      lastRevision: lastRevision(state),
      tombstoned: this.isTombstoned(stream, 'accepted'),
      softDeleted: state.limits.softDeleted,
      hasMetadata: this.#accepted(metadataStreamOf(stream)).count > 0,
      idAt: (revision) => {
        const ordinal = record?.ordinals[revision];
        return ordinal === undefined ? undefined : this.log.readNow(ordinal)?.id;
      },
      recentRevisionOf: (id) => this.#recentIds.revisionOf(stream, id),
    };
  }
}

const tombstoneOf = (stream: string): PlacedEvent => ({
  id: randomUUID(),
  stream,
  revision: TOMBSTONE_REVISION,
  type: '$streamDeleted',
  isJson: false,
  data: Buffer.alloc(0),
  metadata: Buffer.alloc(0),
});
