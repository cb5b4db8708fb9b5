import { type StoredEvent, TOMBSTONE_REVISION } from '../log/event-entry.js';
import { limitsOf, type StreamLimits } from './stream-limits.js';
import {
  isMetadataStream,
  newStreamRecord,
  type StreamRecord,
  type StreamState,
  targetOf,
} from './stream-record.js';

/** What one event changes, kept until it is durable. */
interface Change {
  readonly record: StreamRecord;
  readonly ordinal: number;
  readonly tombstone: boolean;
  readonly target: StreamRecord | undefined;
  readonly limits: StreamLimits | undefined;
}

type Side = 'accepted' | 'visible';

const applyTo = (side: Side, change: Change): void => {
  const state: StreamState = change.record[side];
  if (change.tombstone) state.tombstone = change.ordinal;
  else state.count += 1;
  if (change.target !== undefined && change.limits !== undefined) {
    change.target[side].limits = change.limits;
  }
};

/** All streams by name, as the next append meets them and as readers see them. */
export class StreamIndex {
  readonly #records = new Map<string, StreamRecord>();
  #unpublished: Change[] = [];

  /** The stream, if an event was ever accepted for it or for its metadata. */
  get(name: string): StreamRecord | undefined {
    return this.#records.get(name);
  }

  /** Takes the next event of the log into account for decisions. */
  accept(event: StoredEvent, ordinal: number): void {
    const record = this.#recordOf(event.stream);
    const change = this.#changeOf(record, event, ordinal);
    if (!change.tombstone) record.ordinals.push(ordinal);
    applyTo('accepted', change);
    this.#unpublished.push(change);
  }

  /** Lets readers see the first `count` events of the log. */
  publish(count: number): void {
    const later = this.#unpublished.findIndex(({ ordinal }) => ordinal >= count);
    const due = later === -1 ? this.#unpublished : this.#unpublished.slice(0, later);
    this.#unpublished = later === -1 ? [] : this.#unpublished.slice(later);
    for (const change of due) applyTo('visible', change);
  }

  #changeOf(record: StreamRecord, event: StoredEvent, ordinal: number): Change {
    const tombstone = event.revision === TOMBSTONE_REVISION;
    if (!isMetadataStream(event.stream) || tombstone) {
      return { record, ordinal, tombstone, target: undefined, limits: undefined };
    }
    const target = this.#recordOf(targetOf(event.stream));
    const limits = isMetadataStream(target.name) ? undefined : limitsOf(event.data);
    return { record, ordinal, tombstone, target, limits };
  }

  #recordOf(name: string): StreamRecord {
    const known = this.#records.get(name);
    if (known !== undefined) return known;
    const record = newStreamRecord(name);
    this.#records.set(name, record);
    return record;
  }
}
