import { type Codec, codecFor } from '@city/event-sourcing';
import { type AccessEvent, accessEvents } from '../domain/events.js';

/** Between the entries of an access log and what stands in its stream. All are at schema version 1. */
export const accessCodec: Codec<AccessEvent> = codecFor(accessEvents);
