import { z } from 'zod';

const Position = z
  .array(z.number())
  .min(2)
  .refine(
    ([longitude = 0, latitude = 0]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90,
    {
      error: 'must be longitude, latitude in degrees, WGS 84',
    },
  );

const isClosed = (ring: readonly (readonly number[])[]): boolean => {
  const [first, last] = [ring.at(0), ring.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
};
const Ring = z.array(Position).min(4).refine(isClosed, { error: 'must end where it begins' });
const Rings = z.array(Ring).min(1);

const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1) }),
]);

/** The code of every point that lies in no district. */
export const OUTSIDE = 'outside';

const Code = z
  .string()
  .regex(/^[\w.-]{1,40}$/, 'must be 1 to 40 of A-Z, a-z, 0-9, _, . and -')
  .refine((code) => code !== OUTSIDE, { error: `must not be "${OUTSIDE}"` });

const District = z.object({
  type: z.literal('Feature'),
  properties: z.object({
    code: Code,
    name: z.string().min(1),
    /** true: no boundary of any authority. */
    approximate: z.boolean().default(false),
  }),
  geometry: Geometry,
});
export type District = z.output<typeof District>;

/** Districts as GeoJSON (WGS 84). `source` and `licence` say where the shapes come from and under which terms. */
export const Districts = z
  .object({
    type: z.literal('FeatureCollection'),
    source: z.string().min(1),
    licence: z.string().min(1),
    features: z.array(District).min(1),
  })
  .superRefine(({ features }, context) => {
    const seen = new Set<string>();
    for (const [index, { properties }] of features.entries()) {
      if (seen.has(properties.code)) {
        const path = ['features', index, 'properties', 'code'];
        context.addIssue({ code: 'custom', path, message: 'is taken by a feature before' });
      }
      seen.add(properties.code);
    }
  });
export type Districts = z.output<typeof Districts>;
