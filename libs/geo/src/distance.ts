import { distance } from '@turf/distance';

/** Degrees, WGS 84. */
export interface GeoPoint {
  readonly longitude: number;
  readonly latitude: number;
}

/** Great-circle distance in metres. */
export const distanceMetres = (from: GeoPoint, to: GeoPoint): number =>
  distance([from.longitude, from.latitude], [to.longitude, to.latitude], { units: 'meters' });
