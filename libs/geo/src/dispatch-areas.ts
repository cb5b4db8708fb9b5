import { circle } from '@turf/circle';
import { featureCollection, point, polygon } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import { voronoi } from '@turf/voronoi';
import { type District, type Districts } from './districts.js';
import { type LocalPlane, localPlane, type Pair } from './local-plane.js';
import { type Seat } from './seats.js';

const reachKilometres = 45;
/** A circle of so many corners is nowhere more than 2 m inside the true one. */
const corners = 360;
/** Metres; a straight piece of that length on the flat map is straight in degrees to 2 cm. */
const piece = 1_000;

const pairOf = ([x = 0, y = 0]: readonly number[]): Pair => [x, y];

const centreOf = (seats: readonly Seat[]): Pair => [
  seats.reduce((sum, { longitude }) => sum + longitude, 0) / seats.length,
  seats.reduce((sum, { latitude }) => sum + latitude, 0) / seats.length,
];

/** An edge in short pieces, without its end. Both neighbours of an edge get the very same points, whatever way round
 *  they go: no gap and no overlap. */
const inPieces = (from: Pair, to: Pair): readonly Pair[] => {
  const forward = from[0] < to[0] || (from[0] === to[0] && from[1] <= to[1]);
  const [a, b] = forward ? [from, to] : [to, from];
  const count = Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / piece);
  const points = Array.from({ length: count + 1 }, (_, step): Pair => {
    const share = step / count;
    return [a[0] * (1 - share) + b[0] * share, a[1] * (1 - share) + b[1] * share];
  });
  return (forward ? points : points.reverse()).slice(0, -1);
};

/** A closed ring on the flat map as a closed ring in degrees. */
const restored = (ring: readonly Pair[], plane: LocalPlane): number[][] => {
  const pieces = ring.slice(1).flatMap((to, index) => inPieces(ring[index] ?? to, to));
  const degrees = pieces.map((corner) => [...plane.restore(corner)]);
  return [...degrees, ...degrees.slice(0, 1)];
};

/** The cell of each seat: all points that are nearer to it than to any other, far beyond the reach. */
const cellsOf = (seats: readonly Seat[], plane: LocalPlane): readonly number[][][] => {
  const flat = seats.map(({ longitude, latitude }) => plane.flatten([longitude, latitude]));
  const farthest = Math.max(...flat.map(([x, y]) => Math.hypot(x, y)));
  const edge = farthest + 2 * reachKilometres * 1_000;
  const points = featureCollection(flat.map((seat) => point([...seat])));
  const cells = voronoi(points, { bbox: [-edge, -edge, edge, edge] });
  return cells.features.map(({ geometry }) =>
    restored((geometry.coordinates[0] ?? []).map(pairOf), plane),
  );
};

const areaOf = (seat: Seat, cell: number[][]): District => {
  const within = circle([seat.longitude, seat.latitude], reachKilometres, { steps: corners });
  const area = intersect(featureCollection([polygon([cell]), within]));
  if (area === null) throw new Error(`the cell of ${seat.code} is empty`);
  const { code, name } = seat;
  return {
    type: 'Feature',
    properties: { code, name, approximate: true },
    geometry: area.geometry,
  };
};

/** Dispatch areas: the part of the map that is nearest to each seat, cut off at 45 km from it. No authority has drawn
 *  them: they are marked approximate. @throws when two seats lie on one spot */
export const dispatchAreas = (seats: readonly Seat[]): Districts => {
  const cells = cellsOf(seats, localPlane(centreOf(seats)));
  return {
    type: 'FeatureCollection',
    source: 'Nearest-seat cells of approximate seats, computed by this software; not boundaries',
    licence: 'Apache-2.0',
    features: seats.map((seat, index) => areaOf(seat, cells[index] ?? [])),
  };
};
