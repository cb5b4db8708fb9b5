import type { Condition } from './incident-board.filter.js';

/** What the board can be sorted by. */
export const sortKeys = ['priority', 'openedAt', 'updatedAt', 'dueAt'] as const;
export type SortKey = (typeof sortKeys)[number];

/** One step of an order. `-priority` = most urgent first, although P1 sorts before P4. */
export interface SortStep {
  readonly field: SortKey;
  readonly descending: boolean;
}

export const defaultOrder: readonly SortStep[] = [{ field: 'openedAt', descending: true }];

interface Step {
  readonly column: string;
  readonly ascending: boolean;
  readonly sqlType: string;
}

const stepOf = ({ field, descending }: SortStep): Step => {
  switch (field) {
    case 'priority':
      return { column: 'priority', ascending: descending, sqlType: 'text' };
    case 'openedAt':
      return { column: 'opened_at', ascending: !descending, sqlType: 'timestamptz' };
    case 'updatedAt':
      return { column: 'updated_at', ascending: !descending, sqlType: 'timestamptz' };
    case 'dueAt':
      return {
        // What has no clock comes last in both directions.
        column: `coalesce(next_due_at, '${descending ? '-' : ''}infinity')`,
        ascending: !descending,
        sqlType: 'timestamptz',
      };
  }
};

/** Ties are broken by id, in the direction of the first step. */
const stepsOf = (order: readonly SortStep[]): readonly Step[] => {
  const steps = order.map(stepOf);
  return [...steps, { column: 'id', ascending: steps[0]?.ascending ?? true, sqlType: 'uuid' }];
};

export const orderBy = (order: readonly SortStep[]): string =>
  `order by ${stepsOf(order)
    .map(({ column, ascending }) => `${column} ${ascending ? 'asc' : 'desc'}`)
    .join(', ')}`;

/** The columns that say where a row stands in the order, as one text array. */
export const placeColumn = (order: readonly SortStep[]): string =>
  `array[${stepsOf(order)
    .map(({ column }) => `(${column})::text`)
    .join(', ')}] as place`;

interface PlacedStep extends Step {
  readonly value: string;
}

const comparison = (ascending: boolean): string => (ascending ? '>' : '<');

/** One direction throughout: a row comparison, which an index answers. */
const rowBehind = (steps: readonly PlacedStep[]): string => {
  const columns = steps.map(({ column }) => column).join(', ');
  const values = steps.map(({ value }) => value).join(', ');
  return `(${columns}) ${comparison(steps[0]?.ascending ?? true)} (${values})`;
};

const stepwiseBehind = (steps: readonly PlacedStep[]): string =>
  steps
    .map(({ column, ascending, value }, index) => {
      const equal = steps.slice(0, index).map((step) => `${step.column} = ${step.value}`);
      return `(${[...equal, `${column} ${comparison(ascending)} ${value}`].join(' and ')})`;
    })
    .join(' or ');

/** Rows behind a place: equal in the first n columns and beyond in the next. */
export const behind = (order: readonly SortStep[], place: readonly string[]): Condition => ({
  sql: (parameter) => {
    const steps = stepsOf(order).map((step, index) => ({
      ...step,
      value: `${parameter(place[index])}::${step.sqlType}`,
    }));
    const oneDirection = steps.every(({ ascending }) => ascending === steps[0]?.ascending);
    return oneDirection ? rowBehind(steps) : stepwiseBehind(steps);
  },
});

const forms: Readonly<Record<string, RegExp>> = {
  text: /^P[1-4]$/,
  timestamptz: /^(-?infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
};

/** Whether a cursor's place can be one in this order: a value of the right form for each column. */
export const fits = (order: readonly SortStep[], place: readonly string[]): boolean => {
  const steps = stepsOf(order);
  return (
    place.length === steps.length &&
    steps.every(({ sqlType }, index) => forms[sqlType]?.test(place[index] ?? '') === true)
  );
};
