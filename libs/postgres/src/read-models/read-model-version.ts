import { CheckpointMoved } from '@city/event-sourcing';
import type { Tx } from '../connection/postgres-database.js';
import type { ProjectedRow, Projection } from '../rows/projection.js';

/** Which tables of a read model are in use. */
export interface ReadModelVersion {
  readonly version: number;
  /** The rows belong to another store: the next version is to be built before anything else. */
  readonly stale: boolean;
}

/** Checkpoint of a version; the first one has the bare name. */
export const processorOf = (name: string, version: number): string =>
  version === 1 ? name : `${name}@${String(version)}`;

/** Table of a version, `incident_board_2`. */
export const tableOf = (base: string, version: number): string => `${base}_${String(version)}`;

/** A projection whose `table.name` is the bare name, made into that of one version. */
export const projectionOf = <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  version: number,
): Projection<Event, Row> => ({
  ...projection,
  name: processorOf(projection.name, version),
  table: { ...projection.table, name: tableOf(projection.table.name, version) },
});

/** The version in use. @throws Error when the table `read_model` has no such row, DatabaseUnavailable */
export const versionInUse = async (tx: Tx, name: string): Promise<ReadModelVersion> => {
  const [row] = await tx.query<ReadModelVersion>(
    'select version, stale from read_model where name = $1',
    [name],
  );
  if (row === undefined) throw new Error(`there is no read model ${name}`);
  return row;
};

/** Keeps the version as it is until the transaction ends. @throws CheckpointMoved when it is another one */
export const holdVersion = async (
  tx: Tx,
  name: string,
  { version, stale }: ReadModelVersion,
): Promise<void> => {
  const held = await tx.query(
    'select 1 from read_model where name = $1 and version = $2 and stale = $3 for share',
    [name, version, stale],
  );
  if (held.length === 0) throw new CheckpointMoved(name);
};
