import { type EventStore } from '../store/event-store.js';
import { pagesOf, type Run } from '../store/pages.js';
import { isYoungEnough, type ReadableStream, readableStream } from '../store/readable-stream.js';
import { encodeStreamNotFound } from './event-encoding.js';
import { eventPresenter } from './event-presenter.js';
import { streamDeleted, unexpectedResult } from './failures.js';
import { type ReadReply } from './read-reply.js';
import { type ReadRequest } from './read-request.js';

const forwards = (stream: ReadableStream, { from, count }: ReadRequest): Run => {
  const wanted = typeof from === 'number' ? from : 0;
  const start = Math.min(Math.max(wanted, stream.first), stream.end);
  return { from: start, to: Math.min(start + count, stream.end), ordinalAt: ordinalsOf(stream) };
};

const backwards = (stream: ReadableStream, { from, count }: ReadRequest): Run => {
  const wanted = from === 'start' ? 0 : from;
  const start = Math.min(wanted === 'end' ? Infinity : wanted, stream.end - 1);
  const to = Math.max(start - count, stream.first - 1);
  return { from: start, to: Math.min(to, start), ordinalAt: ordinalsOf(stream) };
};

const ordinalsOf =
  ({ ordinals }: ReadableStream) =>
  (revision: number): number =>
    ordinals[revision] ?? Infinity;

/** Old events do not count: forwards, the number of events then bounds nothing beforehand. */
const withAgeBound = (stream: ReadableStream, run: Run): Run => {
  if (stream.notBeforeMs === -Infinity) return run;
  const to = run.to < run.from ? run.to : stream.end;
  return { ...run, to, shows: (event) => isYoungEnough(stream, event) };
};

const neverAnswered = ({ count, from, backwards: down }: ReadRequest): boolean =>
  count === 0 || (from === 'end' && !down);

/** Answers a read of one stream. */
export const readStream = async (
  reply: ReadReply,
  store: EventStore,
  request: ReadRequest & { readonly stream: string },
): Promise<void> => {
  if (neverAnswered(request)) throw unexpectedResult('Stream');
  if (store.isTombstoned(request.stream)) throw streamDeleted(request.stream);
  const stream = readableStream(store, request.stream);
  if (stream === undefined) {
    await reply.send(encodeStreamNotFound(request.stream));
    return;
  }
  const run = (request.backwards ? backwards : forwards)(stream, request);
  const pages = pagesOf(store.log, withAgeBound(stream, run));
  await reply.sendPages(pages, eventPresenter(store, request), request.count);
};
