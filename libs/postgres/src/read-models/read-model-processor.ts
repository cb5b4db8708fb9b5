import type { Processor } from '@city/event-sourcing';
import type { ProjectedRow, Projection } from '../rows/projection.js';
import { ProjectionRun, type ProjectionParts } from '../rows/projection-processor.js';
import {
  holdVersion,
  projectionOf,
  versionInUse,
  type ReadModelVersion,
} from './read-model-version.js';
import { beginVersion, dropRetired, switchVersion, type ReadModelName } from './version-switch.js';

/** Retired tables are looked for this often, in tendings (about seconds). */
const DROP_EVERY = 60;

/** Keeps the version of a read model up that is in use; after a switch it fails once (CheckpointMoved) and
 *  goes on with the new one. A stale model it builds anew, and then puts that version in use. */
class ReadModelKeeper<Event, Row extends ProjectedRow> {
  private kept: ReadModelVersion = { version: 1, stale: false };
  private run: ProjectionRun<Event, Row>;
  private tendings = 0;

  constructor(
    private readonly projection: Projection<Event, Row>,
    private readonly parts: ProjectionParts,
  ) {
    this.run = new ProjectionRun(projectionOf(projection, 1), parts);
  }

  async checkpoint(): Promise<bigint | undefined> {
    const { database } = this.parts;
    const found = await versionInUse(database, this.projection.name);
    if (found.stale) await this.begin(found);
    this.kept = found;
    const version = found.stale ? found.version + 1 : found.version;
    this.run = new ProjectionRun(projectionOf(this.projection, version), this.parts, (tx) =>
      holdVersion(tx, this.projection.name, found),
    );
    return this.run.checkpoint();
  }

  process(batch: Parameters<Processor['process']>[0]): Promise<void> {
    return this.run.process(batch);
  }

  async caughtUp(): Promise<void> {
    if (!this.kept.stale) return;
    await switchVersion(this.parts.database, this.model, this.kept);
    // Rows and checkpoint go on under their new name: the version that is held is another one now.
    const inUse = { version: this.kept.version + 1, stale: false };
    this.kept = inUse;
    this.run = new ProjectionRun(projectionOf(this.projection, inUse.version), this.parts, (tx) =>
      holdVersion(tx, this.projection.name, inUse),
    );
  }

  async tend(at: bigint): Promise<void> {
    await this.run.tend(at);
    this.tendings += 1;
    if (this.tendings % DROP_EVERY === 0) await dropRetired(this.parts.database, this.model);
  }

  /** An attempt that was broken off goes on where it stood. */
  private async begin(found: ReadModelVersion): Promise<void> {
    const next = projectionOf(this.projection, found.version + 1);
    if ((await this.parts.checkpoints.read(next.name)) !== undefined) return;
    await this.parts.database.transaction((tx) => beginVersion(tx, this.model, found));
  }

  private get model(): ReadModelName {
    return { name: this.projection.name, table: this.projection.table.name };
  }
}

/** A projection whose tables carry a version, as a processor: it fills the version in use. `table.name` is
 *  the bare name, `incident_board`; the row of `read_model` must stand. */
export const readModelProcessor = <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  parts: ProjectionParts,
): Processor => {
  const keeper = new ReadModelKeeper(projection, parts);
  return {
    name: projection.name,
    prefixes: projection.prefixes,
    checkpoint: () => keeper.checkpoint(),
    process: (batch) => keeper.process(batch),
    tend: (at) => keeper.tend(at),
    caughtUp: () => keeper.caughtUp(),
  };
};
