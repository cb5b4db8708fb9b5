import type { Codec } from './codec.js';
import { CommandTraces, markOf, type CommandMark } from './command-traces.js';
import { DependencyAway } from './dependency-away.js';
import type { EventStore } from './event-store.js';
import { emptyFold, foldOnto, recordedFrom } from './fold.js';
import type { Folded, Recorded } from './recorded.js';

/** What it takes to read and fold streams of one category. */
export interface StreamSource<State, Event> {
  readonly store: Pick<EventStore, 'read'>;
  readonly decider: Readonly<{
    initialState: State;
    evolve: (state: State, event: Event) => State;
  }>;
  readonly codec: Pick<Codec<Event>, 'decode'>;
}

/** A folded stream and the commands that it holds. */
export interface StreamEntry<State> {
  readonly folded: Folded<State>;
  readonly commands: CommandTraces;
}

/** Reads streams of one category. Errors of store and codec pass through as they are. */
export class StreamReader<State, Event> {
  constructor(private readonly source: StreamSource<State, Event>) {}

  /** A stream of which nothing has been read yet. */
  unread(): StreamEntry<State> {
    return { folded: emptyFold(this.source.decider), commands: new CommandTraces() };
  }

  /** The stream as it is now, read from where the entry stands. */
  async readOn(stream: string, entry: StreamEntry<State>): Promise<StreamEntry<State>> {
    const marks: CommandMark[] = [];
    let { folded } = entry;
    for await (const recorded of this.recorded(stream, folded)) {
      folded = foldOnto(this.source.decider, folded, recorded);
      marks.push(markOf(recorded));
    }
    // Only now: a read that breaks off may have shown half of an append.
    entry.commands.note(marks);
    return { folded, commands: entry.commands };
  }

  /** The stream as it was at a revision (-1n = before its first event).
   *  @throws DependencyAway when the stream does not reach that far: a follower that lags answered */
  async foldTo(stream: string, revision: bigint): Promise<Folded<State>> {
    let folded = emptyFold(this.source.decider);
    if (revision < 0n) return folded;
    for await (const recorded of this.recorded(stream, folded)) {
      folded = foldOnto(this.source.decider, folded, recorded);
      if (folded.revision >= revision) break;
    }
    if (folded.revision === revision) return folded;
    const [found, wanted] = [String(folded.revision), String(revision)];
    throw new DependencyAway(
      `${stream}: revision ${wanted} cannot be read, the stream stands at ${found}`,
    );
  }

  /** The events after a fold, decoded, with their times. */
  async *recorded(
    stream: string,
    after: Folded<unknown> = emptyFold(this.source.decider),
  ): AsyncGenerator<Recorded<Event>> {
    let before: Pick<Folded<unknown>, 'effectiveAt' | 'recordedAt'> = after;
    for await (const stored of this.source.store.read(stream, after.revision + 1n)) {
      const recorded = recordedFrom(this.source.codec, stored, before);
      before = recorded;
      yield recorded;
    }
  }
}
