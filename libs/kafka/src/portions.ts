import { sizeOf } from './cloud-events/write-cloud-event.js';
import type { OutgoingRecord } from './cloud-events/cloud-event-codec.js';

/** A broker takes 1 MiB per partition and request by default, and all records may have one key. */
const MAX_BYTES = 512 * 1024;
const MAX_RECORDS = 500;

/** A record as kafkajs takes it. */
export interface OutgoingMessage {
  key: string | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
}

/** Neighbouring records in portions that a broker takes in one request, in their order. */
export const portionsOf = (records: readonly OutgoingRecord[]): OutgoingMessage[][] => {
  const portions: OutgoingMessage[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    const current = portions.at(-1);
    const message = { ...record, headers: { ...record.headers } };
    if (current === undefined || current.length === MAX_RECORDS || bytes + size > MAX_BYTES) {
      portions.push([message]);
      bytes = size;
    } else {
      current.push(message);
      bytes += size;
    }
  }
  return portions;
};
