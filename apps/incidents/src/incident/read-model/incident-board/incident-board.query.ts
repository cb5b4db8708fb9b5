import { ReadModel, type ReadModelInUse, type Tx } from '@city/postgres';
import {
  conditionsOf,
  type Condition,
  statement,
  where,
  type IncidentBoardFilter,
} from './incident-board.filter.js';
import { behind, orderBy, placeColumn, type SortStep } from './incident-board.order.js';
import { incidentBoardModel } from './incident-board.row.js';

export { defaultOrder, fits, sortKeys } from './incident-board.order.js';

/** An incident as the board shows it. */
export interface IncidentBoardView {
  readonly id: string;
  readonly revision: string;
  readonly status: string;
  readonly type: string;
  readonly category: string;
  readonly priority: string;
  readonly district: string;
  readonly summary: string;
  readonly location: Readonly<{
    longitude: number | null;
    latitude: number | null;
    address: string | null;
    district: string;
  }>;
  readonly source: Readonly<{ channel: string; reference: string | null }>;
  readonly agency: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly nextDue: Readonly<{ clock: string; dueAt: string }> | null;
  readonly unitCount: number;
}

export interface IncidentBoardPage {
  readonly items: readonly IncidentBoardView[];
  /** Where the next page begins; null = there is none. */
  readonly nextPlace: readonly string[] | null;
}

interface BoardRow {
  readonly view: Omit<IncidentBoardView, 'openedAt' | 'updatedAt' | 'nextDue'>;
  readonly opened_at: Date;
  readonly updated_at: Date;
  readonly next_due_clock: string | null;
  readonly next_due_at: Date | null;
  readonly place: readonly string[];
}

const viewColumn = `json_build_object(
  'id', id, 'revision', revision::text, 'status', status, 'type', type, 'category', category,
  'priority', priority, 'district', district, 'summary', summary,
  'location', json_build_object(
    'longitude', longitude, 'latitude', latitude, 'address', address, 'district', district),
  'source', json_build_object('channel', channel, 'reference', reference),
  'agency', agency, 'unitCount', unit_count) as view`;

const viewOf = (row: BoardRow): IncidentBoardView => ({
  ...row.view,
  openedAt: row.opened_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  nextDue:
    row.next_due_clock === null || row.next_due_at === null
      ? null
      : { clock: row.next_due_clock, dueAt: row.next_due_at.toISOString() },
});

/** A condition that no row meets once another version of the board is in use. */
const stillInUse = ({ isInUse }: ReadModelInUse): Condition => ({ sql: () => isInUse });

/** Answers lists and counts from the table of the board. */
export class IncidentBoardQuery {
  private readonly board: ReadModel;

  constructor(database: Tx) {
    this.board = new ReadModel(database, incidentBoardModel);
  }

  /** One page in the given order, beginning behind `after`. @throws DatabaseUnavailable */
  async page(
    filter: IncidentBoardFilter,
    order: readonly SortStep[],
    { limit, after }: Readonly<{ limit: number; after?: readonly string[] | undefined }>,
  ): Promise<IncidentBoardPage> {
    const start = after === undefined ? [] : [behind(order, after)];
    const rows = await this.board.query<BoardRow>((board) => {
      const conditions = [stillInUse(board), ...conditionsOf(filter), ...start];
      return statement(
        (p) =>
          `select ${viewColumn}, opened_at, updated_at, next_due_clock, next_due_at,
             ${placeColumn(order)}
           from ${board.table} ${where(conditions, p)} ${orderBy(order)} limit ${p(limit + 1)}`,
      );
    });
    const page = rows.slice(0, limit);
    return {
      items: page.map(viewOf),
      nextPlace: rows.length > limit ? (page.at(-1)?.place ?? null) : null,
    };
  }

  /** How many incidents the filter holds. @throws DatabaseUnavailable */
  async count(filter: IncidentBoardFilter): Promise<number> {
    const [row] = await this.board.query<{ count: number }>((board) =>
      statement(
        (p) =>
          `select count(*)::int as count from ${board.table} ${where(conditionsOf(filter), p)}
           having ${board.isInUse}`,
      ),
    );
    return row?.count ?? 0;
  }
}
