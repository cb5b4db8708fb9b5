import type { DistrictIndex } from '@city/geo';
import type { Location } from '../domain/values.js';

/** DI token of the city's districts (`DistrictIndex`). */
export const DISTRICTS = Symbol('Districts');

/** A reported point with its district; the address is null where none was given. */
export const locationOf = (
  districts: DistrictIndex,
  point: Readonly<{ longitude: number; latitude: number; address?: string | undefined }>,
): Location => ({
  longitude: point.longitude,
  latitude: point.latitude,
  address: point.address ?? null,
  district: districts.find(point.longitude, point.latitude),
});
