// Character classes of .NET as explicit ranges of UTF-16 units, which both engines then match alike.

/** Inclusive ranges of UTF-16 units, ascending and apart. */
export type Ranges = readonly (readonly [number, number])[];

const LAST_UNIT = 0xffff;

const rangesWhere = (test: (unit: string) => boolean): Ranges => {
  const ranges: [number, number][] = [];
  for (let unit = 0; unit <= LAST_UNIT; unit += 1) {
    if (!test(String.fromCharCode(unit))) continue;
    const open = ranges.at(-1);
    if (open?.[1] === unit - 1) open[1] = unit;
    else ranges.push([unit, unit]);
  }
  return ranges;
};

/** What the ranges leave out. */
export const complementOf = (ranges: Ranges): Ranges => {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_UNIT) gaps.push([next, LAST_UNIT]);
  return gaps;
};

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** The ranges as they stand between the brackets of a JavaScript class. */
export const classBody = (ranges: Ranges): string =>
  ranges
    .map(([from, to]) => (from === to ? escapeUnit(from) : `${escapeUnit(from)}-${escapeUnit(to)}`))
    .join('');

const known = new Map<string, Ranges>();

const remembered = (key: string, build: () => Ranges): Ranges => {
  const ranges = known.get(key) ?? build();
  known.set(key, ranges);
  return ranges;
};

const matching = (pattern: string): Ranges =>
  remembered(pattern, () => {
    const expression = new RegExp(pattern, 'u');
    return rangesWhere((unit) => expression.test(unit));
  });

const CATEGORIES = /^(?:L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)$/;

/** A general category such as `Lu` or `N`. Undefined for anything else, such as .NET's blocks. */
export const categoryRanges = (name: string): Ranges | undefined =>
  CATEGORIES.test(name) ? matching(`\\p{${name}}`) : undefined;

/** `\d`, `\w` and `\s` as .NET has them: Unicode's, not ASCII's. */
export const shorthandRanges = (letter: 'd' | 'w' | 's'): Ranges => {
  if (letter === 'd') return matching('\\p{Nd}');
  if (letter === 'w') return matching('[\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]');
  return matching('[\\f\\n\\r\\t\\v\\x85\\p{Z}]');
};

/** What `\b` takes for a word: `\w` and the two joiners. */
export const boundaryRanges = (): Ranges =>
  matching('[\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}\\u200c\\u200d]');
