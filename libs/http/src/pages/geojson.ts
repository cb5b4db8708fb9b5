import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { preferredMediaType } from '../request/media-types.js';

export const GEO_JSON = 'application/geo+json';

/** WGS 84; both null where the point is not known. */
export interface Located {
  readonly longitude: number | null;
  readonly latitude: number | null;
}

export interface PointFeature<Properties> {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: Readonly<{ type: 'Point'; coordinates: readonly [number, number] }> | null;
  readonly properties: Properties;
}

export interface PointCollection<Properties> {
  readonly type: 'FeatureCollection';
  readonly features: readonly PointFeature<Properties>[];
  /** A foreign member (RFC 7946 §6.1). */
  readonly nextCursor: string | null;
}

/** Does the client want a FeatureCollection rather than JSON? */
export const wantsGeoJson = (accept: string | undefined): boolean =>
  preferredMediaType(accept, ['application/json', GEO_JSON]) === GEO_JSON;

/** `@WantsGeoJson() geo: boolean`. */
export const WantsGeoJson = createParamDecorator((_: unknown, context: ExecutionContext) =>
  wantsGeoJson(context.switchToHttp().getRequest<FastifyRequest>().headers.accept),
);

const geometryOf = (point: Located | null | undefined): PointFeature<never>['geometry'] => {
  const { longitude, latitude } = point ?? { longitude: null, latitude: null };
  if (longitude === null || latitude === null) return null;
  return { type: 'Point', coordinates: [longitude, latitude] };
};

/** A page as points on the map: the properties are the item without the field that holds its place. */
export const pointsOf = <
  Place extends string,
  Item extends Readonly<{ id: string } & Record<Place, Located | null>>,
>(
  { items, nextCursor }: Readonly<{ items: readonly Item[]; nextCursor: string | null }>,
  place: Place,
): PointCollection<Omit<Item, Place>> => ({
  type: 'FeatureCollection',
  features: items.map((item) => {
    const { [place]: point, ...properties } = item;
    return { type: 'Feature', id: item.id, geometry: geometryOf(point), properties };
  }),
  nextCursor,
});
