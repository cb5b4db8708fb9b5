import {
  runProcessor,
  type EventFeed,
  type Leadership,
  type Log,
  type Processor,
  type ProcessorStatus,
  type Timing,
} from '@city/event-sourcing';
import type { ProjectedRow, Projection } from '../rows/projection.js';
import { ProjectionRun, type ProjectionParts } from '../rows/projection-processor.js';
import { projectionOf, versionInUse, type ReadModelVersion } from './read-model-version.js';
import { beginVersion, dropRetired, switchVersion } from './version-switch.js';

const SWITCH_EVERY_MS = 50;

export interface RebuildParts extends ProjectionParts {
  readonly feed: EventFeed;
  readonly leadership: Leadership;
  readonly timing: Timing;
  readonly log: Log;
  readonly onStatus?: (status: ProcessorStatus) => void;
}

/** Why a rebuild ended without a new version in use. */
export class RebuildFailed extends Error {
  constructor(
    readonly readModel: string,
    reason: string,
  ) {
    super(`${readModel}: ${reason}`);
    this.name = 'RebuildFailed';
  }
}

/** The processor that fills the next version. Its table begins empty with the first lead, not before: until
 *  then another rebuild may be at work. */
const filling = <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  parts: RebuildParts,
  inUse: ReadModelVersion,
): Processor => {
  const next = projectionOf(projection, inUse.version + 1);
  const model = { name: projection.name, table: projection.table.name };
  const run = new ProjectionRun(next, parts);
  let isBegun = false;
  const checkpoint = async (): Promise<bigint | undefined> => {
    if (!isBegun) {
      await dropRetired(parts.database, model, '0');
      await parts.database.transaction((tx) => beginVersion(tx, model, inUse));
    }
    isBegun = true;
    return run.checkpoint();
  };
  const process: Processor['process'] = (batch) => run.process(batch);
  return { name: next.name, prefixes: next.prefixes, checkpoint, process };
};

/** Builds a read model anew beside the one in use, and puts it in use once it is not behind: no read fails
 *  meanwhile and nothing is published. `table.name` of the projection is the bare name.
 *  @returns the version that is in use now
 *  @throws RebuildFailed, the signal's reason, DatabaseUnavailable at the beginning */
export const rebuildReadModel = async <Event, Row extends ProjectedRow>(
  projection: Projection<Event, Row>,
  parts: RebuildParts,
  signal: AbortSignal,
): Promise<number> => {
  const inUse = await versionInUse(parts.database, projection.name);
  if (inUse.stale)
    throw new RebuildFailed(projection.name, 'the running service builds it anew already');
  const done = new AbortController();
  const seen: { state: ProcessorStatus['state'] } = { state: 'waiting' };
  const onStatus = (status: ProcessorStatus): void => {
    seen.state = status.state;
    parts.onStatus?.(status);
  };
  const processor = filling(projection, parts, inUse);
  const running = runProcessor(
    { ...parts, processor, onStatus, batch: { maxEvents: 5_000 } },
    AbortSignal.any([signal, done.signal]),
  );
  try {
    while (seen.state !== 'stopped') {
      if (seen.state === 'live' && (await switched(projection, parts, inUse)))
        return inUse.version + 1;
      await parts.timing.sleep(SWITCH_EVERY_MS);
    }
  } finally {
    done.abort();
    await running;
  }
  signal.throwIfAborted();
  throw new RebuildFailed(projection.name, 'it was stopped for good; the log says why');
};

/** What fails here is tried again with the rest. */
const switched = async <Event, Row extends ProjectedRow>(
  { name, table }: Projection<Event, Row>,
  { database, log }: RebuildParts,
  inUse: ReadModelVersion,
): Promise<boolean> => {
  try {
    return await switchVersion(database, { name, table: table.name }, inUse);
  } catch (error) {
    log.warn({ err: error, readModel: name }, 'the new version is not in use yet');
    return false;
  }
};
