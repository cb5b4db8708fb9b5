type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What says nothing about the shape of a record. */
const words: ReadonlySet<string> = new Set([
  ...['$comment', '$id', '$schema', 'description', 'examples', 'summary', 'title'],
  ...['asyncapi', 'correlationId', 'externalDocs', 'id', 'info', 'servers', 'tags'],
]);

/** Maps from names to parts: more may come, none may go. */
const growingMaps: ReadonlySet<string> = new Set([
  ...['$defs', 'channels', 'definitions', 'messages', 'messageTraits', 'operations'],
  ...['properties', 'schemas'],
]);

/** Lists of choices: more may come, none may go. */
const growingLists: ReadonlySet<string> = new Set(['enum', 'messages']);

const asText = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

const missing = (from: readonly unknown[], of: readonly unknown[]): readonly string[] => {
  const there = new Set(from.map(asText));
  return of.map(asText).filter((text) => !there.has(text));
};

const changesOfRequired = (
  before: readonly unknown[],
  after: readonly unknown[],
  at: string,
): readonly string[] => [
  ...missing(before, after).map((name) => `${at}: ${name} is required now; old records lack it`),
  ...missing(after, before).map((name) => `${at}: ${name} is not sure to be there any more`),
];

const changesOfMap = (before: Node, after: Node, at: string): readonly string[] =>
  Object.entries(before).flatMap(([name, part]) =>
    name in after ? changesOfValue(part, after[name], `${at}/${name}`) : [`${at}/${name}: is gone`],
  );

const changesOfValue = (before: unknown, after: unknown, at: string): readonly string[] => {
  if (isNode(before) && isNode(after)) return breakingChanges(before, after, at);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((part, index) => changesOfValue(part, after[index], `${at}/${index}`));
  return asText(before) === asText(after)
    ? []
    : [`${at}: was ${asText(before)}, is ${asText(after)}`];
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const mapOf = (value: unknown): Node => (isNode(value) ? value : {});

const changesOfKeyword = (
  keyword: string,
  [before, after]: readonly [unknown, unknown],
  at: string,
): readonly string[] => {
  if (keyword === 'required') return changesOfRequired(listOf(before), listOf(after), at);
  const place = `${at}/${keyword}`;
  if (growingLists.has(keyword) && Array.isArray(before))
    return missing(listOf(after), before).map((value) => `${place}: ${value} is gone`);
  if (growingMaps.has(keyword)) return changesOfMap(mapOf(before), mapOf(after), place);
  return changesOfValue(before, after, place);
};

/** What would break who relied on a JSON Schema or an AsyncAPI document as it was, in words; each begins with
 *  the place. Text, a further optional member, value, message or channel is no break; everything else is. */
export const breakingChanges = (before: Node, after: Node, at = '#'): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((keyword) => !words.has(keyword))
    .flatMap((keyword) => changesOfKeyword(keyword, [before[keyword], after[keyword]], at));
