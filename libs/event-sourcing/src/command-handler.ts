import type { CommandHandler } from './command.js';
import { CommandQueue } from './command-queue.js';
import { CommandRun } from './command-run.js';
import { CommandSeries } from './command-series.js';
import type { CommandHandling, CommandLimits, CommandSlice } from './command-slice.js';
import { Deadline } from './deadline.js';
import { StreamCache } from './stream-cache.js';
import { StreamReader } from './stream-reader.js';

const defaults: CommandLimits = { deadlineMs: 5_000, waiting: 1_000, cachedStreams: 10_000 };

/** Handles the commands of one stream category: one after the other per stream, decided on a cached fold,
 *  appended at the revision that was decided on. The store's revision check is the only authority: only an
 *  accepted append is answered from the cache; before a conflict, a refusal or "nothing to do" the stream is
 *  read on. The deadline is looked at between calls to the store, which have time limits of their own. */
export const commandHandlerFor = <Command, State, Event, Rejection>(
  handling: CommandHandling<Command, State, Event, Rejection>,
): CommandHandler<Command, State, Event, Rejection> => {
  const limits = { ...defaults, ...handling.limits };
  const queue = new CommandQueue(limits.waiting);
  const reader = new StreamReader<State, Event>(handling);
  const cache = new StreamCache<State>(limits.cachedStreams);
  const slice: CommandSlice<Command, State, Event, Rejection> = { ...handling, reader, cache };
  return {
    handle: (stream, command, context) => {
      const deadline = new Deadline(handling.timing, limits.deadlineMs);
      const run = new CommandRun(slice, { stream, command, context, deadline });
      return queue.run(stream, () => run.outcome());
    },
    handleSeries: (stream, steps) => {
      const deadline = new Deadline(handling.timing, limits.deadlineMs);
      const series = new CommandSeries(slice, { stream, steps, deadline });
      return queue.run(stream, () => series.outcomes());
    },
    load: async (stream) => {
      const entry = await reader.readOn(stream, cache.find(stream) ?? reader.unread());
      cache.keep(stream, entry);
      return entry.folded;
    },
    history: (stream) => reader.recorded(stream),
  };
};
