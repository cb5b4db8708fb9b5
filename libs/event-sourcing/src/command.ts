import type { Actor } from './event-metadata.js';
import type { Folded, Recorded } from './recorded.js';

/** What comes with a command besides its payload. */
export interface CommandContext {
  /** UUIDv5 of the client's key, subject, method and path; random without a key. */
  readonly commandId: string;
  /** HMAC of the request; null when the client sent no key. */
  readonly fingerprint: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly actor: Actor;
  /** Own time of the events: the caller's, else the command's `now`. RFC 3339 UTC. */
  readonly occurredAt: string;
  /** The revision that the caller insists on (`If-Match`). */
  readonly ifMatch?: bigint;
  /** Another process may send this very command at the same time (client's key, consumed event, timer):
   *  the appended events are read back before they are believed. */
  readonly twinPossible: boolean;
  /** The stream most likely does not exist yet: the command is tried without reading it first. Only a hint:
   *  the store's revision check finds out, and a wrong guess costs one more read. Not together with
   *  `twinPossible`: the store would take a repeat for the first run. */
  readonly presumedNew?: boolean;
}

/** One command of a series. */
export interface CommandStep<Command> {
  readonly command: Command;
  readonly context: CommandContext;
}

/** What came of one command of a series; `repeated`: the stream held it already. */
export type StepOutcome<Rejection> =
  | Readonly<{ outcome: 'accepted'; recorded: number; repeated: boolean }>
  | Readonly<{ outcome: 'rejected'; rejection: Rejection }>
  | Readonly<{ outcome: 'revision-conflict' }>
  | Readonly<{ outcome: 'key-reused' }>;

/** What came of a command. Everything that a caller can do something about is a value. */
export type Outcome<State, Rejection> =
  | Readonly<{
      outcome: 'accepted';
      /** The stream after the command (for a repeat: after its first run). */
      after: Folded<State>;
      /** How many events this command has in the stream; 0 = nothing to do. */
      recorded: number;
      /** The stream already held the command: this is the first answer again. */
      repeated: boolean;
    }>
  | Readonly<{ outcome: 'rejected'; rejection: Rejection; at: Folded<State> }>
  | Readonly<{ outcome: 'revision-conflict'; at: Folded<State> }>
  /** The command id is known with another fingerprint. */
  | Readonly<{ outcome: 'key-reused' }>;

/** Commands, reads and history of one stream category. */
export interface CommandHandler<Command, State, Event, Rejection> {
  /** @throws Busy (deadline passed, queue full), StoreUnavailable (surely not written), OutcomeUnknown (the
   *  deadline passed in doubt: the same command id settles it), StreamGone, AppendTooLarge */
  readonly handle: (
    stream: string,
    command: Command,
    context: CommandContext,
  ) => Promise<Outcome<State, Rejection>>;
  /** Commands on one stream, each decided on what those before it did, their events appended together. A step
   *  that the stream holds already is passed over. Ends with the first that is not accepted: those before it
   *  land. @throws as `handle` */
  readonly handleSeries: (
    stream: string,
    steps: readonly CommandStep<Command>[],
  ) => Promise<readonly StepOutcome<Rejection>[]>;
  /** The stream as it is now: cached state and a read of what came since. */
  readonly load: (stream: string) => Promise<Folded<State>>;
  /** Every event from the first on, decoded, with its times. */
  readonly history: (stream: string) => AsyncIterable<Recorded<Event>>;
}

/** The command did not get through before its deadline, or too many wait for the stream. */
export class Busy extends Error {
  constructor(readonly stream: string) {
    super(`${stream}: too many commands at once`);
    this.name = 'Busy';
  }
}
