import { NO_STREAM, jsonEvent, type JSONEventData, type JSONType } from '@eventstore/db-client';
import { AppendTooLarge, type ExpectedRevision, type NewEvent } from '@city/event-sourcing';

/** The server's limit for the sum of the `data` of one append. */
const MAX_APPEND_BYTES = 1_048_576;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NIL_UUID = /^[0-]+$/;

const bytesOf = (part: string, value: unknown): number => {
  // Throws on what JSON has no form for: a bigint, a cycle.
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`the ${part} of an event has no JSON form`);
  return Buffer.byteLength(text);
};

const checkEvent = (stream: string, { id, type, data, metadata }: NewEvent): number => {
  if (type === '') throw new TypeError(`${stream}: an event without a type`);
  if (!UUID.test(id) || NIL_UUID.test(id)) throw new TypeError(`${stream}: ${id} is no event id`);
  bytesOf('metadata', metadata);
  return bytesOf('data', data);
};

export interface CheckedAppend {
  readonly events: JSONEventData[];
  readonly expectedRevision: typeof NO_STREAM | bigint;
}

/** Refuses what would break the client or the call that all appends of the process share (traps T1 to
 *  T3). @throws TypeError, RangeError: the caller is wrong; AppendTooLarge */
export const checkedAppend = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): CheckedAppend => {
  if (stream === '') throw new TypeError('a stream without a name');
  if (events.length === 0) throw new RangeError(`${stream}: nothing to append`);
  if (expected !== 'no-stream' && expected < 0n) {
    throw new RangeError(`${stream}: ${String(expected)} is no revision`);
  }
  const bytes = events.reduce((sum, event) => sum + checkEvent(stream, event), 0);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
  return {
    expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
    events: events.map(({ id, type, data, metadata }) =>
      // bytesOf has shown that it is JSON.
      jsonEvent({ id, type, data: data as JSONType, metadata }),
    ),
  };
};
