import { type EventStore } from '../store/event-store.js';
import { pagesOf, type Run } from '../store/pages.js';
import { eventPresenter } from './event-presenter.js';
import { unexpectedResult } from './failures.js';
import { type ReadReply } from './read-reply.js';
import { type ReadRequest } from './read-request.js';

const ordinalAt = (ordinal: number): number => ordinal;

/** From a position inclusive. Beyond the last event there is nothing; within an event nothing begins. */
const forwards = (store: EventStore, from: ReadRequest['from']): Run => {
  const to = store.published.count;
  if (from === 'start') return { from: 0, to, ordinalAt };
  const { positions } = store.log;
  const ordinal = from === 'end' ? to : Math.min(positions.firstAtOrAfter(from), to);
  const begins = ordinal === 0 || ordinal === to || positions.at(ordinal) === from;
  if (!begins) throw unexpectedResult('All');
  return { from: ordinal, to, ordinalAt };
};

/** From a position exclusive. It has to be an event's own. */
const backwards = (store: EventStore, from: ReadRequest['from']): Run => {
  const count = store.published.count;
  if (from === 'end') return { from: count - 1, to: -1, ordinalAt };
  if (from === 'start' || from === 0) return { from: -1, to: -1, ordinalAt };
  const ordinal = store.log.positions.firstAtOrAfter(from);
  if (ordinal >= count || store.log.positions.at(ordinal) !== from) throw unexpectedResult('All');
  return { from: ordinal - 1, to: -1, ordinalAt };
};

/** What a filter leaves out does not count; without one the number of events bounds the run. */
const bounded = (run: Run, { count, checkpoints, filter, backwards: down }: ReadRequest): Run => {
  if (checkpoints !== undefined && count > 0) return { ...run, shows: filter };
  const to = down ? Math.max(run.to, run.from - count) : Math.min(run.to, run.from + count);
  return { ...run, to };
};

/** Answers a read of all events, up to what is there when it begins. */
export const readAll = async (
  reply: ReadReply,
  store: EventStore,
  request: ReadRequest,
): Promise<void> => {
  const run = (request.backwards ? backwards : forwards)(store, request.from);
  const present = eventPresenter(store, request);
  const pages = pagesOf(store.log, bounded(run, request));
  await reply.sendPages(pages, present, request.count);
};
