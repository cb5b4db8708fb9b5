import { latLngToCell } from 'h3-js';

/** The H3 cell (index in hexadecimal) that a point lies in; resolution 0 to 15, 9 = about 0.1 km².
 *  @throws when the point or the resolution is none */
export const h3Cell = (longitude: number, latitude: number, resolution: number): string =>
  latLngToCell(latitude, longitude, resolution);
