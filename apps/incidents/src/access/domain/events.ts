import { type MessageOf } from '@city/event-sourcing';
import { z } from 'zod';

/** Payloads of the stored events by type. They ARE the storage format: a change needs an upcaster. Who it was
 *  stands in the metadata (`actor`), so that it is recorded in one place only. */
export const accessEvents = {
  /** Somebody was shown, or was about to be shown, who reported the incident. */
  ReporterAccessed: z.strictObject({
    purpose: z.string(),
    /** Found by a look-up of a phone number. */
    lookup: z.boolean(),
    accessedAt: z.iso.datetime(),
  }),
} as const;

export type AccessEvent = MessageOf<typeof accessEvents>;
