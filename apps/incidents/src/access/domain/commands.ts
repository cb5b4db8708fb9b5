import { type MessageOf } from '@city/event-sourcing';
import { z } from 'zod';

/** What may be asked of the access log of one incident. */
export const accessCommands = {
  RecordReporterAccess: z.strictObject({
    purpose: z.string(),
    /** Found by a look-up of a phone number. */
    lookup: z.boolean(),
    now: z.iso.datetime(),
  }),
} as const;

export type AccessCommand = MessageOf<typeof accessCommands>;
