import { z } from 'zod';

/** A place on earth, WGS 84, in degrees. */
export const GeoPoint = z
  .strictObject({
    longitude: z.number().min(-180).max(180).meta({ description: 'Degrees east of Greenwich' }),
    latitude: z.number().min(-90).max(90).meta({ description: 'Degrees north of the equator' }),
  })
  .meta({ description: 'A place on earth, WGS 84, in degrees' });
export type GeoPoint = Readonly<z.infer<typeof GeoPoint>>;
