import { z } from 'zod';

/** A place on earth, WGS 84, in degrees. */
export const GeoPoint = z
  .strictObject({
    longitude: z.number().min(-180).max(180),
    latitude: z.number().min(-90).max(90),
  })
  .meta({ description: 'A place on earth, WGS 84, in degrees' });
export type GeoPoint = Readonly<z.infer<typeof GeoPoint>>;
