import { z } from 'zod';

/** The id in a path: a UUID in any letter case; streams are named in lower case. */
export const IncidentId = z.uuid().toLowerCase();
