import type { Recorded } from './recorded.js';

/** Where a command stands in a stream. */
export interface CommandTrace {
  readonly fingerprint: string | null;
  /** Revisions of its first and its last event. */
  readonly first: bigint;
  readonly last: bigint;
  /** How many events it has in the stream. */
  readonly count: number;
}

/** One event's mark of its command. */
export type CommandMark = Readonly<{
  commandId: string;
  fingerprint: string | null;
  revision: bigint;
}>;

export const markOf = ({ metadata, revision }: Recorded<unknown>): CommandMark => ({
  commandId: metadata.commandId,
  fingerprint: metadata.commandFingerprint,
  revision,
});

/** The commands that a stream is known to hold. What it says is true of the stream for good, so folds of
 *  one stream at different revisions share it, and noting an event twice changes nothing. */
export class CommandTraces {
  private readonly traces = new Map<string, CommandTrace>();

  find(commandId: string): CommandTrace | undefined {
    return this.traces.get(commandId);
  }

  /** Notes whole appends, in the order of the stream: half a command would be answered half. */
  note(marks: Iterable<CommandMark>): void {
    for (const { commandId, fingerprint, revision } of marks) {
      const trace = this.traces.get(commandId);
      if (trace === undefined) {
        this.traces.set(commandId, { fingerprint, first: revision, last: revision, count: 1 });
      } else if (revision > trace.last) {
        this.traces.set(commandId, { ...trace, last: revision, count: trace.count + 1 });
      }
    }
  }
}
