export { readCloudEvent } from './read-cloud-event.js';
export { EventTooLarge, MAX_RECORD_BYTES, writeCloudEvent } from './write-cloud-event.js';
export type { IncomingRecord, OutgoingRecord, ReadResult, RecordHeaders } from './record.js';
