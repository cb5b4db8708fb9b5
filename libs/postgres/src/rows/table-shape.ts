/** A table as the batch writer sees it. Names are the program's own, never a caller's. */
export interface TableShape {
  readonly name: string;
  /** SQL type by column, generated columns left out. */
  readonly columns: Readonly<Record<string, string>>;
  /** The columns of the primary key. */
  readonly key: readonly string[];
  /** The column that guards a row against older writes: it must grow. Also what is compared:
   *  the stream's revision, or the position where a row gathers several streams. */
  readonly revision: 'revision' | 'position';
}

/** Column values by name. Big integers as bigint, times as RFC 3339 strings. */
export type Values = Readonly<Record<string, unknown>>;

const BIG = /^(bigint|int8|numeric\(\d+\))$/;

/** The key of a row as one string, for maps. */
export const keyText = ({ key }: TableShape, row: Values): string =>
  JSON.stringify(key.map((column) => String(row[column])));

/** A row of pg in the form in which rows are written. */
export const loaded = ({ columns }: TableShape, row: Values): Values =>
  Object.fromEntries(
    Object.entries(columns).map(([column, type]) => [column, valueOf(type, row[column])]),
  );

const valueOf = (type: string, value: unknown): unknown => {
  if (typeof value === 'string' && BIG.test(type)) return BigInt(value);
  if (value instanceof Date && type.startsWith('timestamptz')) return value.toISOString();
  return value;
};

// What jsonb cannot hold: U+0000 and halves of surrogate pairs.
const UNSTORABLE = /[\u0000\p{Cs}]/gu;

/** The text for `jsonb_to_recordset`. */
export const recordsetOf = (rows: readonly Values[]): string =>
  JSON.stringify(rows, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return typeof value === 'string' ? value.replace(UNSTORABLE, '\uFFFD') : value;
  });
