import { z } from 'zod';

/** Id of an incident: the stream `incident-<id>`, the record key and the subject of its events. */
export const IncidentId = z.uuid().meta({ description: 'Id of an incident' });

/** Index of an event in its stream, from 0. A string, since it may outgrow a JavaScript number. */
export const Revision = z
  .string()
  .regex(/^(0|[1-9]\d*)$/, 'must be a whole number from 0, as a string')
  .meta({ description: 'Index of the event in the history of its object, from 0' });
