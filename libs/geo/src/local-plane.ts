/** x, y in metres or longitude, latitude in degrees. */
export type Pair = readonly [number, number];

/** A flat map of the surroundings of a point. */
export interface LocalPlane {
  /** Degrees to metres east and north of the centre. */
  readonly flatten: (point: Pair) => Pair;
  /** Metres east and north of the centre to degrees. */
  readonly restore: (point: Pair) => Pair;
}

const earthRadius = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Azimuthal equidistant projection: within 100 km of the centre distances are true to 5 m in 100 km. Longitudes and
 *  latitudes themselves will not do: at 31° a degree east is 15 % shorter than a degree north. */
export const localPlane = ([longitude, latitude]: Pair): LocalPlane => {
  const [sin0, cos0] = [Math.sin(radians(latitude)), Math.cos(radians(latitude))];

  const flatten = ([east, north]: Pair): Pair => {
    const [sin, cos] = [Math.sin(radians(north)), Math.cos(radians(north))];
    const turn = radians(east - longitude);
    const x = cos * Math.sin(turn);
    const y = cos0 * sin - sin0 * cos * Math.cos(turn);
    const away = Math.hypot(x, y);
    const angle = Math.atan2(away, sin0 * sin + cos0 * cos * Math.cos(turn));
    const scale = away === 0 ? earthRadius : (earthRadius * angle) / away;
    return [x * scale, y * scale];
  };

  const restore = ([x, y]: Pair): Pair => {
    const away = Math.hypot(x, y);
    if (away === 0) return [longitude, latitude];
    const [sin, cos] = [Math.sin(away / earthRadius), Math.cos(away / earthRadius)];
    const north = Math.asin(cos * sin0 + (y * sin * cos0) / away);
    const turn = Math.atan2(x * sin, away * cos0 * cos - y * sin0 * sin);
    return [longitude + degrees(turn), degrees(north)];
  };

  return { flatten, restore };
};
