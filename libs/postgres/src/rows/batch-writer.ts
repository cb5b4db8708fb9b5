import type { Tx } from '../connection/postgres-database.js';
import { keyText, loaded, recordsetOf, type TableShape, type Values } from './table-shape.js';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const list = (names: readonly string[]): string => names.map(quoted).join(', ');
const typedList = (columns: readonly string[], table: TableShape): string =>
  columns.map((column) => `${quoted(column)} ${table.columns[column] ?? 'text'}`).join(', ');

/** The last row of each key, in key order: two writers then lock rows in the same order. */
const folded = (table: TableShape, rows: readonly Values[]): Values[] =>
  [...new Map(rows.map((row) => [keyText(table, row), row]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);

const upsertSql = (table: TableShape): string => {
  const columns = Object.keys(table.columns);
  const changed = columns.filter((column) => !table.key.includes(column));
  const set = changed.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  return `insert into ${quoted(table.name)} as t (${list(columns)})
    select ${list(columns)} from jsonb_to_recordset($1::jsonb) as r (${typedList(columns, table)})
    on conflict (${list(table.key)}) do update set ${set}
    where t.${quoted(table.revision)} < excluded.${quoted(table.revision)}`;
};

/** Writes all rows with one statement. Of rows with one key the last counts; a row of the table that is
 *  as new or newer stays. Characters that Postgres cannot hold become U+FFFD.
 *  @throws DatabaseUnavailable */
export const upsertRows = async (
  tx: Tx,
  table: TableShape,
  rows: readonly Values[],
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.query(upsertSql(table), [recordsetOf(folded(table, rows))]);
};

/** The rows with these keys, in one statement and in no order; what is missing is left out.
 *  @throws DatabaseUnavailable */
export const loadRows = async <Row extends Values = Values>(
  tx: Tx,
  table: TableShape,
  keys: readonly Values[],
): Promise<Row[]> => {
  if (keys.length === 0) return [];
  const columns = Object.keys(table.columns).map((column) => `t.${quoted(column)}`);
  const rows = await tx.query<Values>(
    `select ${columns.join(', ')} from ${quoted(table.name)} t
     join jsonb_to_recordset($1::jsonb) as k (${typedList(table.key, table)})
     using (${list(table.key)})`,
    [recordsetOf(folded(table, keys))],
  );
  // The caller's Row is what its table shape describes.
  return rows.map((row) => loaded(table, row) as Row);
};
