/** Which incidents a list, a count or a stream of changes is about. Absent = not asked. */
export interface IncidentBoardFilter {
  /** Districts that the caller may see; '*' = all. */
  readonly visibleIn: '*' | readonly string[];
  readonly status?: readonly string[] | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly category?: readonly string[] | undefined;
  readonly district?: readonly string[] | undefined;
  readonly bbox?: BoundingBox | undefined;
  /** Inclusive, RFC 3339. */
  readonly openedFrom?: string | undefined;
  /** Exclusive, RFC 3339. */
  readonly openedTo?: string | undefined;
  /** Any part of the summary, in any letter case. */
  readonly q?: string | undefined;
  readonly overdue?: boolean | undefined;
}

/** Degrees, WGS 84. */
export interface BoundingBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A piece of SQL whose values travel as parameters. */
export interface Condition {
  readonly sql: (parameter: (value: unknown) => string) => string;
}

const anyOf = (column: string, values: readonly string[] | undefined): Condition[] =>
  values === undefined ? [] : [{ sql: (p) => `${column} = any(${p(values)}::text[])` }];

const compared = (comparison: string, value: string | undefined): Condition[] =>
  value === undefined ? [] : [{ sql: (p) => `${comparison} ${p(value)}::timestamptz` }];

const within = (box: BoundingBox | undefined): Condition[] => {
  if (box === undefined) return [];
  const { west, south, east, north } = box;
  return [
    {
      sql: (p) =>
        `longitude between ${p(west)} and ${p(east)} and latitude between ${p(south)} and ${p(north)}`,
    },
  ];
};

const literal = (text: string): string =>
  text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

const containing = (q: string | undefined): Condition[] =>
  q === undefined ? [] : [{ sql: (p) => `summary ilike ${p(`%${literal(q)}%`)}` }];

/** The conditions of a filter, to be joined by "and". */
export const conditionsOf = (filter: IncidentBoardFilter): readonly Condition[] => [
  ...anyOf('district', filter.visibleIn === '*' ? undefined : filter.visibleIn),
  ...anyOf('status', filter.status),
  ...anyOf('priority', filter.priority),
  ...anyOf('type', filter.type),
  ...anyOf('category', filter.category),
  ...anyOf('district', filter.district),
  ...within(filter.bbox),
  ...compared('opened_at >=', filter.openedFrom),
  ...compared('opened_at <', filter.openedTo),
  ...containing(filter.q),
  ...overdueIs(filter.overdue),
];

const overdueIs = (overdue: boolean | undefined): Condition[] => {
  if (overdue === undefined) return [];
  const isOverdue = 'coalesce(next_due_at < now(), false)';
  return [{ sql: () => (overdue ? isOverdue : `not ${isOverdue}`) }];
};

/** SQL text and its parameters, in order. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Builds a statement from a template that asks for parameters as it goes. */
export const statement = (
  template: (parameter: (value: unknown) => string) => string,
): Statement => {
  const parameters: unknown[] = [];
  const sql = template((value) => `$${String(parameters.push(value))}`);
  return { sql, parameters };
};

/** "where …", or nothing when there is no condition. */
export const where = (
  conditions: readonly Condition[],
  parameter: (value: unknown) => string,
): string =>
  conditions.length === 0
    ? ''
    : `where ${conditions.map(({ sql }) => `(${sql(parameter)})`).join(' and ')}`;
