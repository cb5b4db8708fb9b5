import { GeoPoint, IncidentId, Revision } from '@city/contracts-envelope';
import { z } from 'zod';
import {
  PublishedCategory,
  PublishedChannel,
  PublishedPriority,
  PublishedStatus,
} from './values.js';

/** Channels whose reference names a thing and no person; of the others none is published. */
const channelsWithReference: readonly string[] = ['sensor-warning', 'security-alarm', 'import'];

/** What every event of an incident tells: its state after the event. No free text and nothing about persons. */
export const incidentFacts = {
  id: IncidentId,
  revision: Revision,
  occurredAt: z.iso.datetime().meta({ description: 'When it happened, by its own account' }),
  recordedAt: z.iso.datetime().meta({ description: 'When it was recorded' }),
  status: PublishedStatus,
  type: z.string().min(1).meta({ description: 'Code of the type of incident' }),
  category: PublishedCategory,
  priority: PublishedPriority,
  district: z.string().min(1).meta({ description: 'Code of the district, or outside' }),
  point: GeoPoint.nullable().meta({ description: 'Where it is; null where unknown' }),
  channel: PublishedChannel,
  reference: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .meta({
      description: `What the channel calls it; only for ${channelsWithReference.join(', ')}`,
    }),
  agency: z.string().min(1).nullable().meta({ description: 'Code of the agency' }),
} as const;

export type IncidentFacts = Readonly<z.infer<z.ZodObject<typeof incidentFacts>>>;

/** The reference as it may be published: null for channels where it could lead to a person. */
export const publishedReference = (channel: string, reference: string | null): string | null =>
  channelsWithReference.includes(channel) ? reference : null;
