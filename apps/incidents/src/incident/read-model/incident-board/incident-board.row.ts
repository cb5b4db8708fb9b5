import type { ReadModelName, TableShape } from '@city/postgres';

/** A row as it is stored; times RFC 3339, null = none. */
export type IncidentBoardRow = Readonly<{
  id: string;
  revision: bigint;
  status: string;
  type: string;
  category: string;
  priority: string;
  district: string;
  summary: string;
  longitude: number | null;
  latitude: number | null;
  address: string | null;
  h3_cell: string | null;
  channel: string;
  reference: string | null;
  agency: string | null;
  opened_at: string;
  updated_at: string;
  next_due_clock: string | null;
  next_due_at: string | null;
  unit_count: number;
}>;

/** Name of the read model, key of checkpoint and lock. */
export const incidentBoardProcessor = 'incidents.incident-board';

/** The table; its name without the version that stands behind it in the database. */
export const incidentBoardTable: TableShape = {
  name: 'incident_board',
  columns: {
    id: 'uuid',
    revision: 'bigint',
    status: 'text',
    type: 'text',
    category: 'text',
    priority: 'text',
    district: 'text',
    summary: 'text',
    longitude: 'float8',
    latitude: 'float8',
    address: 'text',
    h3_cell: 'text',
    channel: 'text',
    reference: 'text',
    agency: 'text',
    opened_at: 'timestamptz',
    updated_at: 'timestamptz',
    next_due_clock: 'text',
    next_due_at: 'timestamptz',
    unit_count: 'integer',
  },
  key: ['id'],
  revision: 'revision',
};

/** For reading, in whatever version is in use. */
export const incidentBoardModel: ReadModelName = {
  name: incidentBoardProcessor,
  table: incidentBoardTable.name,
};
