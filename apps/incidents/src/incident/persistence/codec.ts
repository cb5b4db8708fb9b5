import { type Codec, codecFor } from '@city/event-sourcing';
import { type IncidentEvent, incidentEvents } from '../domain/events.js';

/** Between the events of an incident and what stands in its stream. All are at schema version 1. */
export const incidentCodec: Codec<IncidentEvent> = codecFor(incidentEvents);
