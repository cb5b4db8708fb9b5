import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { streams } from './protocol.js';
import { acceptAll, type EventFilter, eventFilter } from '../filters/event-filter.js';
import { MalformedRequestError, streamName } from './request-fields.js';

/** A revision or a position, or an end of the stream. */
export type ReadFrom = 'start' | 'end' | number;

/** What every read and subscription says. */
export interface ReadRequest {
  /** Undefined for all events. */
  readonly stream: string | undefined;
  readonly from: ReadFrom;
  readonly backwards: boolean;
  /** Events at most; Infinity where the client sets no bound. */
  readonly count: number;
  readonly resolveLinks: boolean;
  readonly structuredIds: boolean;
  readonly filter: EventFilter;
  /** How often a filtered subscription reports checkpoints; undefined without a filter. */
  readonly checkpoints: { readonly window: number; readonly interval: number } | undefined;
}

const { ReadDirection } = streams.ReadReq.Options;
const DEFAULT_WINDOW = 32;

type Filtering = Pick<ReadRequest, 'filter' | 'checkpoints'>;

const filterOf = (options: ReadReq.Options.FilterOptions): EventFilter => {
  const expression = options.getStreamIdentifier() ?? options.getEventType();
  if (expression === undefined) throw new MalformedRequestError('The filter says nothing.');
  const on = options.hasStreamIdentifier() ? 'stream' : 'type';
  return eventFilter({ on, regex: expression.getRegex(), prefixes: expression.getPrefixList() });
};

const filteringOf = (options: ReadReq.Options.FilterOptions | undefined): Filtering => {
  if (options === undefined) return { filter: acceptAll, checkpoints: undefined };
  const window = Math.max(options.hasMax() ? options.getMax() : DEFAULT_WINDOW, 1);
  const interval = Math.max(options.getCheckpointintervalmultiplier(), 1);
  return { filter: filterOf(options), checkpoints: { window, interval } };
};

const placeOf = (options: ReadReq.Options): Pick<ReadRequest, 'stream' | 'from'> => {
  const one = options.getStream();
  const all = options.getAll();
  if (one !== undefined) {
    const stream = streamName(one.getStreamIdentifier());
    if (one.hasStart()) return { stream, from: 'start' };
    return { stream, from: one.hasEnd() ? 'end' : Number(one.getRevision()) };
  }
  if (all === undefined)
    throw new MalformedRequestError('The read names neither a stream nor all.');
  const position = all.getPosition()?.getCommitPosition();
  if (position !== undefined) return { stream: undefined, from: Number(position) };
  return { stream: undefined, from: all.hasEnd() ? 'end' : 'start' };
};

/** Throws when the request is malformed or its filter cannot be run. */
export const readRequestOf = (options: ReadReq.Options): ReadRequest => ({
  ...placeOf(options),
  ...filteringOf(options.getFilter()),
  backwards: options.getReadDirection() === ReadDirection.BACKWARDS,
  count: Number(options.getCount()),
  resolveLinks: options.getResolveLinks(),
  structuredIds: options.getUuidOption()?.hasStructured() ?? false,
});
