import type { HandledRecord, ArrivedRecord } from './arrived-record.js';

/** Records that are delivered together: neighbours of one type whose handler takes batches, else one alone. */
export type Run = readonly [ArrivedRecord, ...ArrivedRecord[]];

const takesBatches = ({ handler }: HandledRecord): boolean => handler.extras?.batch === true;

const belongTogether = (first: ArrivedRecord, next: ArrivedRecord): boolean =>
  first.kind === 'handled' &&
  next.kind === 'handled' &&
  takesBatches(first) &&
  first.event.type === next.event.type;

/** Parts records into runs of at most `most`, in their order. */
export function* runsOf(records: Iterable<ArrivedRecord>, most: number): Generator<Run> {
  let run: [ArrivedRecord, ...ArrivedRecord[]] | undefined;
  for (const record of records) {
    if (run !== undefined && run.length < most && belongTogether(run[0], record)) {
      run.push(record);
      continue;
    }
    if (run !== undefined) yield run;
    run = [record];
  }
  if (run !== undefined) yield run;
}
