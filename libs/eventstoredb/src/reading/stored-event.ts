import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { StoredEvent } from '@city/event-sourcing';

/** The client's record in the kernel's words. */
export const storedEventOf = (record: RecordedEvent | AllStreamRecordedEvent): StoredEvent => {
  if (record.position === undefined) {
    throw new Error(`${record.streamId}@${String(record.revision)}: the server told no position`);
  }
  return {
    id: record.id.toLowerCase(),
    stream: record.streamId,
    revision: record.revision,
    position: record.position.commit,
    type: record.type,
    data: record.data,
    metadata: record.metadata,
    storedAt: record.created.toISOString(),
  };
};
