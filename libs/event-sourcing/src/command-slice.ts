import type { Codec } from './codec.js';
import type { Decider } from './decider.js';
import type { EventStore } from './event-store.js';
import type { StreamCache } from './stream-cache.js';
import type { StreamReader } from './stream-reader.js';
import type { Timing } from './timing.js';

/** Bounds of a command handler; every one has a default. */
export interface CommandLimits {
  /** How long a command may try, from the moment it was handed in. Default 5,000. */
  readonly deadlineMs: number;
  /** Commands that may wait for one stream. Default 1,000. */
  readonly waiting: number;
  /** Streams whose fold is kept in memory. Default 10,000. */
  readonly cachedStreams: number;
}

/** What a slice gives to have its commands handled. */
export interface CommandHandling<Command, State, Event, Rejection> {
  readonly store: EventStore;
  readonly decider: Decider<Command, State, Event, Rejection>;
  readonly codec: Codec<Event>;
  readonly timing: Timing;
  readonly limits?: Partial<CommandLimits>;
}

/** What all commands of a slice share while they run. */
export interface CommandSlice<Command, State, Event, Rejection> extends CommandHandling<
  Command,
  State,
  Event,
  Rejection
> {
  readonly reader: StreamReader<State, Event>;
  readonly cache: StreamCache<State>;
}
