import { type Disk, nodeDisk } from './disk.js';
import { entrySizeAt, type PlacedEvent, readEntry, type StoredEvent } from './event-entry.js';
import { buildFrame, frameSize } from './frame.js';
import { GroupCommit, LogStoppedError } from './group-commit.js';
import { HotTail } from './hot-tail.js';
import { PositionIndex } from './position-index.js';
import { cutTail, DamagedLogError, scanSegment } from './recovery.js';
import { openSegments, Segment, SEGMENT_HEADER, segmentOf } from './segments.js';
import { spansOf } from './spans.js';

export interface EventLogOptions {
  readonly folder: string;
  /** Called for every event in order, when it is found at start and when it is written. */
  readonly onAccepted: (event: StoredEvent, ordinal: number) => void;
  /** Called with the number of events that readers may see now. */
  readonly onDurable: (count: number) => void;
  /** Called once when a write or sync failed; the log then accepts nothing more. */
  readonly onFailure: (error: Error) => void;
  readonly disk?: Disk;
  /** A new segment begins when one would grow beyond this. */
  readonly segmentBytes?: number;
  /** Memory for the newest events. */
  readonly hotBytes?: number;
}

export interface Recovery {
  readonly events: number;
  /** Bytes cut off the end of the last segment. */
  readonly cutBytes: number;
  /** The file and the length that it was cut to, when something was cut. */
  readonly cutAt: { readonly file: string; readonly offset: number } | undefined;
}

const SEGMENT_BYTES = 128 * 1024 * 1024;
const HOT_BYTES = 48 * 1024 * 1024;

/** The append-only log of all events in segment files. One writer; the order of appends is the order of calls. */
export class EventLog {
  readonly positions = new PositionIndex();
  readonly #disk: Disk;
  readonly #hot: HotTail;
  readonly #commit: GroupCommit;
  readonly #segmentBytes: number;
  #segments: Segment[] = [];
  #end = 0;
  #durableEnd = 0;
  #failed: Error | undefined;

  constructor(private readonly options: EventLogOptions) {
    this.#disk = options.disk ?? nodeDisk;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#hot = new HotTail(options.hotBytes ?? HOT_BYTES);
    this.#commit = new GroupCommit(
      this.#disk,
      ({ countAfter, endAfter }) => {
        this.#durableEnd = endAfter;
        options.onDurable(countAfter);
        this.#hot.trim(countAfter);
      },
      (error) => {
        this.#failed = error;
        options.onFailure(error);
      },
    );
  }

  /** Reads the log, cuts a torn tail. Throws DamagedLogError when a segment before the last is broken. */
  async open(): Promise<Recovery> {
    this.#segments = openSegments(this.options.folder);
    let cutBytes = 0;
    let cutAt: Recovery['cutAt'];
    for (const segment of this.#segments) {
      const { intact, size } = await scanSegment(this.#disk, segment, (event) => {
        this.#accept(event);
      });
      const last = segment === this.#segments.at(-1);
      if (intact < size && !last) throw new DamagedLogError(segment, intact);
      if (intact < size || intact === 0) cutTail(segment, intact);
      if (intact < size)
        [cutBytes, cutAt] = [size - intact, { file: segment.file, offset: intact }];
      this.#end = segment.base + Math.max(intact, SEGMENT_HEADER.length);
    }
    if (this.#segments.length === 0) this.#startSegment().createOnce();
    this.#durableEnd = this.#end;
    const events = this.positions.length;
    this.#hot.startAt(events);
    this.#commit.startAt(events);
    this.options.onDurable(events);
    return { events, cutBytes, cutAt };
  }

  /** Bytes that wait for the disk. */
  get pendingBytes(): number {
    return this.#commit.pendingBytes;
  }

  /** Position of the newest accepted event; of an empty log, the lowest that an event can have. */
  get lastPosition(): number {
    return this.positions.at(this.positions.length - 1) ?? SEGMENT_HEADER.length;
  }

  /** Accepts the events as one unit: a crash leaves all of them or none. They are durable once `durable` resolves. */
  append(events: readonly PlacedEvent[]): readonly StoredEvent[] {
    if (this.#failed !== undefined) throw this.#failed;
    const size = frameSize(events);
    const used = this.#end - this.#current().base;
    const full = used > SEGMENT_HEADER.length && used + size > this.#segmentBytes;
    const segment = full ? this.#startSegment() : this.#current();
    const frame = buildFrame(events, this.#end, Date.now());
    const offset = this.#end - segment.base;
    this.#end += frame.bytes.length;
    for (const event of frame.events) {
      this.#hot.push(event);
      this.#accept(event);
    }
    const countAfter = this.positions.length;
    this.#commit.submit({ segment, offset, bytes: frame.bytes, countAfter, endAfter: this.#end });
    return frame.events;
  }

  /** Resolves when all that has been accepted so far is durable; rejects when the disk failed. */
  durable(): Promise<void> {
    return this.#commit.settled();
  }

  /** Bytes that the event takes in the log, about. */
  bytesOf(ordinal: number): number {
    return (this.positions.at(ordinal + 1) ?? this.#end) - (this.positions.at(ordinal) ?? 0);
  }

  /** The events of ascending ordinals, from memory or disk. */
  async read(ordinals: readonly number[]): Promise<StoredEvent[]> {
    const events = ordinals.map((ordinal) => this.#hot.get(ordinal));
    const cold = ordinals.filter((_, index) => events[index] === undefined);
    if (cold.length === 0) return events.filter((event) => event !== undefined);
    const fromDisk = new Map<number, StoredEvent>();
    const { positions } = this;
    for (const span of spansOf(cold, {
      positions,
      segments: this.#segments,
      end: this.#durableEnd,
    })) {
      const offset = span.from - span.segment.base;
      const bytes = await this.#disk.read(span.segment.fd, span.to - span.from, offset);
      for (const { ordinal, position } of span.members) {
        fromDisk.set(ordinal, readEntry(bytes, position - span.from, position));
      }
    }
    return ordinals.flatMap((ordinal, index) => events[index] ?? fromDisk.get(ordinal) ?? []);
  }

  /** One event, at once. For decisions, which must not wait. */
  readNow(ordinal: number): StoredEvent | undefined {
    const position = this.positions.at(ordinal);
    const hot = this.#hot.get(ordinal);
    if (hot !== undefined || position === undefined) return hot;
    const { fd, base } = segmentOf(this.#segments, position);
    const size = entrySizeAt(this.#disk.readSync(fd, 4, position - base), 0);
    return readEntry(this.#disk.readSync(fd, size, position - base), 0, position);
  }

  /** Waits for what is in flight and closes the files. */
  async close(): Promise<void> {
    await this.#commit.settled().catch(() => undefined);
    this.#failed ??= new LogStoppedError('The log is closed.');
    for (const segment of this.#segments.splice(0)) segment.close();
  }

  #accept(event: StoredEvent): void {
    this.positions.push(event.position);
    this.options.onAccepted(event, this.positions.length - 1);
  }

  #current(): Segment {
    const current = this.#segments.at(-1);
    if (current === undefined) throw new Error('The log is not open.');
    return current;
  }

  #startSegment(): Segment {
    const segment = new Segment(this.options.folder, this.#end);
    this.#segments.push(segment);
    this.#end += SEGMENT_HEADER.length;
    return segment;
  }
}
