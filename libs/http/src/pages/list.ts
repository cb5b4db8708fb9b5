import { Answer } from '../answers/answer.js';
import { GEO_JSON, pointsOf, type Located, type PointCollection } from './geojson.js';

/** A page of a list. */
export interface List<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export const listOf = <Item>(
  items: readonly Item[],
  nextCursor: string | null = null,
): List<Item> => ({
  items,
  nextCursor,
});

export interface ListAnswerOptions {
  /** How far the read model was when it answered. */
  readonly position?: bigint | undefined;
}

const headersOf = ({ position }: ListAnswerOptions): Readonly<Record<string, string>> =>
  position === undefined ? {} : { 'read-model-position': String(position) };

/** A page as JSON, with `Read-Model-Position`. */
export const listAnswer = <Item>(
  list: List<Item>,
  options: ListAnswerOptions = {},
): Answer<List<Item>> => new Answer(list, headersOf(options));

/** A page of located items, as JSON or GeoJSON as the client asked (`@WantsGeoJson()`). */
export const locatedListAnswer = <
  Item extends Readonly<{ id: string } & Record<Place, Located | null>>,
  Place extends string = 'location',
>(
  list: List<Item>,
  options: ListAnswerOptions & Readonly<{ geo: boolean; place: Place }>,
): Answer<List<Item> | PointCollection<Omit<Item, Place>>> => {
  const headers = { ...headersOf(options), vary: 'Accept' };
  if (!options.geo) return new Answer(list, headers);
  return new Answer(pointsOf(list, options.place), { ...headers, 'content-type': GEO_JSON });
};
