import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { dispatchAreas } from './dispatch-areas.js';
import { type District, type Districts, OUTSIDE } from './districts.js';
import { suzhouSeats } from './seats.js';

/** Finds the district of a point. */
export interface DistrictIndex {
  /** Code of the district, `outside` when there is none. A point on a border, or in several shapes of an untidy
   *  file, belongs to the first of them in the order of the file. */
  readonly find: (longitude: number, latitude: number) => string;
  /** Whether there is a district of that code; `outside` counts as one. */
  readonly has: (code: string) => boolean;
  /** The districts as GeoJSON, with `code`, `name` and `approximate`. */
  readonly featureCollection: () => Districts;
}

interface Candidate {
  readonly code: string;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly geometry: District['geometry'];
}

const candidateOf = ({ properties, geometry }: District): Candidate => {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [longitude = 0, latitude = 0] of rings.flat()) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return { code: properties.code, ...box, geometry };
};

/** Index over districts; by default the ten approximate dispatch areas of Suzhou. */
export const districtIndex = (districts: Districts = dispatchAreas(suzhouSeats)): DistrictIndex => {
  const candidates = districts.features.map(candidateOf);
  const codes = new Set([OUTSIDE, ...candidates.map(({ code }) => code)]);

  const find = (longitude: number, latitude: number): string => {
    const point = [longitude, latitude];
    for (const { code, west, south, east, north, geometry } of candidates) {
      if (longitude < west || longitude > east || latitude < south || latitude > north) continue;
      if (booleanPointInPolygon(point, geometry)) return code;
    }
    return OUTSIDE;
  };

  return { find, has: (code) => codes.has(code), featureCollection: () => districts };
};
