import { type Expectation, NO_EVENTS } from './expectation.js';

/** What an append meets. */
export interface AppendTarget {
  readonly lastRevision: number;
  readonly tombstoned: boolean;
  readonly softDeleted: boolean;
  readonly hasMetadata: boolean;
  /** Id of the event at a revision of the stream. */
  idAt(revision: number): string | undefined;
  /** Revision of an event that was written lately. */
  recentRevisionOf(id: string): number | undefined;
}

export type AppendDecision =
  | { readonly kind: 'write' }
  | { readonly kind: 'repeated'; readonly revision: number }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'deleted' };

const WRITE: AppendDecision = { kind: 'write' };
const WRONG: AppendDecision = { kind: 'wrong-revision' };
const DELETED: AppendDecision = { kind: 'deleted' };

/** Without a revision only the newest ids are known. The first id decides whether it is a repetition, the last id what is answered. */
const decideByRecentIds = (target: AppendTarget, ids: readonly string[]): AppendDecision => {
  const revisions = ids.map((id) => target.recentRevisionOf(id));
  const last = revisions.at(-1);
  if (revisions[0] === undefined) return WRITE;
  if (last === undefined || revisions.includes(undefined)) return WRONG;
  return { kind: 'repeated', revision: last };
};

/** Behind the end of the stream the same ids at the same places are a repetition. */
const decideByPlace = (
  target: AppendTarget,
  expected: number,
  ids: readonly string[],
): AppendDecision => {
  const differing = ids.findIndex((id, index) => target.idAt(expected + 1 + index) !== id);
  if (ids.length > 0 && differing === -1) {
    return { kind: 'repeated', revision: expected + ids.length };
  }
  const recreates = expected === NO_EVENTS && target.softDeleted && differing === 0;
  return recreates ? WRITE : WRONG;
};

/** A stream counts as existing when its metadata was set. */
const existenceRefusal = (target: AppendTarget): AppendDecision | undefined => {
  if (target.softDeleted) return DELETED;
  return target.lastRevision === NO_EVENTS && !target.hasMetadata ? WRONG : undefined;
};

const decideByRevision = (
  target: AppendTarget,
  expected: number,
  ids: readonly string[],
): AppendDecision => {
  if (expected > target.lastRevision) return WRONG;
  return expected === target.lastRevision ? WRITE : decideByPlace(target, expected, ids);
};

/** Writes, or answers like the first time, or refuses. Ids are not looked at when the expected revision is right. */
export const decideAppend = (
  target: AppendTarget,
  expectation: Expectation,
  ids: readonly string[],
): AppendDecision => {
  if (target.tombstoned) return DELETED;
  switch (expectation) {
    case 'stream_exists':
      return existenceRefusal(target) ?? decideByRecentIds(target, ids);
    case 'any':
      return decideByRecentIds(target, ids);
    case 'no_stream':
      return decideByRevision(target, NO_EVENTS, ids);
    default:
      return decideByRevision(target, expectation, ids);
  }
};
