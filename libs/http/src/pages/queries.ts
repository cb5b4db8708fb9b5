import { z } from 'zod';

/** Parameters of every list: `z.strictObject({ ...pageQuery, status: commaList(Status).optional() })`.
 *  Query schemas carry no `.meta({ id })`: with one, the parameters vanish from the document. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,9}$/, 'A whole number.')
    .transform(Number)
    .pipe(z.int().min(1).max(500))
    .default(50)
    .meta({ type: 'integer', minimum: 1, maximum: 500, default: 50, pattern: undefined })
    .describe('How many items a page has at most.'),
  cursor: z
    .string()
    .min(1)
    .max(4000)
    .optional()
    .describe('`nextCursor` of the page before, with the same filters and sort.'),
};

/** Several values in one parameter: `status=reported,triaged`. */
export const commaList = <Item extends z.ZodType<unknown, string>>(
  item: Item,
): z.ZodType<z.output<Item>[], string> =>
  z
    .string()
    .describe('One value, or several with commas between them.')
    .transform((text) => text.split(','))
    .pipe(z.array(item));

/** One step of an order. */
export interface SortStep<Field extends string> {
  readonly field: Field;
  readonly descending: boolean;
}

const sortSteps = <Field extends string>(
  text: string,
  fields: readonly Field[],
): readonly SortStep<Field>[] | undefined => {
  const steps = text.split(',').map((part) => {
    const descending = part.startsWith('-');
    const field = fields.find((known) => known === (descending ? part.slice(1) : part));
    return field === undefined ? undefined : { field, descending };
  });
  const known = steps.filter((step) => step !== undefined);
  const isWhole = known.length === steps.length;
  return isWhole && new Set(known.map(({ field }) => field)).size === known.length
    ? known
    : undefined;
};

/** An order by named fields, `-` for descending: `sort=-priority,openedAt`. */
export const sortBy = <Field extends string>(
  ...fields: readonly Field[]
): z.ZodType<readonly SortStep<Field>[], string> =>
  z
    .string()
    .describe(
      `Fields with commas between them, \`-\` before a descending one: ${fields.join(', ')}.`,
    )
    .transform((text, context) => {
      const steps = sortSteps(text, fields);
      if (steps !== undefined) return steps;
      context.addIssue(`Each of ${fields.join(', ')} at most once, with or without "-".`);
      return z.NEVER;
    });

/** Degrees, WGS 84. */
export interface BoundingBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const numbersOf = (text: string): readonly number[] => {
  const parts = text.split(',');
  return parts.every((part) => /^-?\d+(\.\d+)?$/.test(part)) ? parts.map(Number) : [];
};

const isLongitude = (degrees: number): boolean => Math.abs(degrees) <= 180;
const isLatitude = (degrees: number): boolean => Math.abs(degrees) <= 90;

const isBox = ({ west, south, east, north }: BoundingBox): boolean =>
  [west, east].every(isLongitude) &&
  [south, north].every(isLatitude) &&
  west <= east &&
  south <= north;

const boxOf = (text: string): BoundingBox | undefined => {
  const numbers = numbersOf(text);
  const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers;
  const box = { west, south, east, north };
  return numbers.length === 4 && isBox(box) ? box : undefined;
};

/** `bbox=west,south,east,north`; a box across the date line is refused. */
export const boundingBox: z.ZodType<BoundingBox, string> = z
  .string()
  .describe('west,south,east,north in degrees (WGS 84).')
  .transform((text, context) => {
    const box = boxOf(text);
    if (box !== undefined) return box;
    context.addIssue('Four numbers: west,south,east,north, west not east of east.');
    return z.NEVER;
  });

/** `near=lon,lat`. */
export const lonLat: z.ZodType<Readonly<{ longitude: number; latitude: number }>, string> = z
  .string()
  .describe('longitude,latitude in degrees (WGS 84).')
  .transform((text, context) => {
    const numbers = numbersOf(text);
    const [longitude = NaN, latitude = NaN] = numbers;
    if (numbers.length === 2 && isLongitude(longitude) && isLatitude(latitude))
      return { longitude, latitude };
    context.addIssue('Two numbers: longitude,latitude.');
    return z.NEVER;
  });
