import { type PositionIndex } from './position-index.js';
import { type Segment, segmentOf } from './segments.js';

/** A stretch of one segment that is read at once. */
export interface Span {
  readonly segment: Segment;
  readonly from: number;
  to: number;
  readonly members: { readonly ordinal: number; readonly position: number }[];
}

export interface DurablePart {
  readonly positions: PositionIndex;
  readonly segments: readonly Segment[];
  /** Where the durable bytes end. */
  readonly end: number;
}

// Reading a few unneeded bytes is cheaper than another call.
const GAP = 16 * 1024;
const LONGEST = 4 * 1024 * 1024;

const isNear = (span: Span, position: number, to: number): boolean =>
  position >= span.from && position - span.to <= GAP && to - span.from <= LONGEST;

/** Where the event's entry ends at the latest. */
const endOf = (ordinal: number, segment: Segment, log: DurablePart): number => {
  const nextSegment = log.segments[log.segments.indexOf(segment) + 1]?.base ?? Infinity;
  return Math.min(log.positions.at(ordinal + 1) ?? Infinity, log.end, nextSegment);
};

/** Joins events that lie close to each other. An event ends at the latest where the next one or the next segment begins. */
export const spansOf = (ordinals: readonly number[], log: DurablePart): Span[] => {
  const spans: Span[] = [];
  for (const ordinal of ordinals) {
    const position = log.positions.at(ordinal);
    if (position === undefined) continue;
    const segment = segmentOf(log.segments, position);
    const to = endOf(ordinal, segment, log);
    const span = spans.at(-1);
    if (span?.segment === segment && isNear(span, position, to)) {
      span.to = Math.max(span.to, to);
      span.members.push({ ordinal, position });
    } else {
      spans.push({ segment, from: position, to, members: [{ ordinal, position }] });
    }
  }
  return spans;
};
