import { type StoredEvent } from '../log/event-entry.js';
import { type EventLog } from '../log/event-log.js';

/** Events by index, from one to another: ascending or descending. */
export interface Run {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Ordinal in the log. */
  ordinalAt(index: number): number;
  /** Leaves events out. */
  readonly shows?: (event: StoredEvent) => boolean;
}

const PAGE_EVENTS = 256;
const PAGE_BYTES = 1024 * 1024;

interface Page {
  readonly ordinals: number[];
  /** Index of the first event after the page. */
  readonly next: number;
}

const pageAt = (log: EventLog, run: Run, from: number, step: number): Page => {
  const ordinals: number[] = [];
  let next = from;
  for (let bytes = 0; next !== run.to && ordinals.length < PAGE_EVENTS && bytes < PAGE_BYTES;) {
    const ordinal = run.ordinalAt(next);
    ordinals.push(ordinal);
    bytes += log.bytesOf(ordinal);
    next += step;
  }
  return { ordinals, next };
};

/** Reads the run in pages, so that a reader never holds more than a page. */
export async function* pagesOf(log: EventLog, run: Run): AsyncGenerator<StoredEvent[]> {
  const step = run.to >= run.from ? 1 : -1;
  for (let at = run.from; at !== run.to;) {
    const { ordinals, next } = pageAt(log, run, at, step);
    const page = await log.read(step > 0 ? ordinals : ordinals.reverse());
    if (step < 0) page.reverse();
    yield run.shows === undefined ? page : page.filter(run.shows);
    at = next;
  }
}
