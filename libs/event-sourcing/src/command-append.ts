import type { CommandSlice } from './command-slice.js';
import type { Deadline } from './deadline.js';
import {
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
  type Appended,
} from './event-store.js';
import type { Proposal } from './proposal.js';
import type { StreamEntry } from './stream-reader.js';

/** `own`: written, and the entry may be believed. `read`: the stream was read and holds the command.
 *  `conflict`: somebody else was first, nothing of ours is or will be in the stream at that revision. */
export type AppendResult<State> =
  | Readonly<{ result: 'own' | 'read'; entry: StreamEntry<State> }>
  | Readonly<{ result: 'conflict' }>;

type Written = Appended | 'conflict' | OutcomeUnknown;

/** One append of what one or several commands recorded, tried until its outcome is known. */
export class CommandAppend<Command, State, Event, Rejection> {
  private doubt: OutcomeUnknown | undefined;

  constructor(
    private readonly slice: CommandSlice<Command, State, Event, Rejection>,
    private readonly stream: string,
    private readonly deadline: Deadline,
  ) {}

  /** @throws OutcomeUnknown when the deadline passes in doubt; StoreUnavailable when surely nothing was written */
  async append(base: StreamEntry<State>, proposal: Proposal<State>): Promise<AppendResult<State>> {
    for (;;) {
      const written = await this.write(proposal);
      if (written === 'conflict') return { result: 'conflict' };
      if (!(written instanceof OutcomeUnknown) && this.isSurelyOurs(written, proposal)) {
        return { result: 'own', entry: this.written(base, proposal, written) };
      }
      const entry = await this.readBack(base);
      // All of the append or nothing: one of its commands speaks for the others.
      if (entry.commands.find(proposal.commandId) !== undefined) return { result: 'read', entry };
      await this.waitOrGiveUp();
    }
  }

  private async write({ expected, events }: Proposal<State>): Promise<Written> {
    try {
      return await this.slice.store.append(this.stream, expected, events);
    } catch (error) {
      if (error instanceof RevisionConflict) return 'conflict';
      const unknown = this.asUnknown(error);
      if (unknown === undefined) throw error;
      this.doubt = unknown;
      this.slice.cache.drop(this.stream);
      return unknown;
    }
  }

  /** "Surely not written" speaks of one try only: after a doubtful one the whole stays in doubt. */
  private asUnknown(error: unknown): OutcomeUnknown | undefined {
    if (error instanceof OutcomeUnknown) return error;
    return error instanceof StoreUnavailable ? this.doubt : undefined;
  }

  /** To a twin with the same event ids the store says "success" too, without comparing what is in them. */
  private isSurelyOurs(appended: Appended, { after, twinPossible }: Proposal<State>): boolean {
    return !twinPossible && appended.revision === after.revision;
  }

  private written(
    base: StreamEntry<State>,
    proposal: Proposal<State>,
    { position }: Appended,
  ): StreamEntry<State> {
    const first = base.folded.revision + 1n;
    base.commands.note(
      proposal.events.map(({ metadata }, index) => ({
        commandId: metadata.commandId,
        fingerprint: metadata.commandFingerprint,
        revision: first + BigInt(index),
      })),
    );
    return { folded: { ...proposal.after, position }, commands: base.commands };
  }

  /** What the stream holds after the base: an event of ours can stand nowhere else. */
  private async readBack(base: StreamEntry<State>): Promise<StreamEntry<State>> {
    for (;;) {
      try {
        return await this.slice.reader.readOn(this.stream, base);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        this.doubt ??= new OutcomeUnknown(this.stream, error);
        this.slice.cache.drop(this.stream);
        await this.waitOrGiveUp();
      }
    }
  }

  private async waitOrGiveUp(): Promise<void> {
    this.doubt ??= new OutcomeUnknown(this.stream, 'accepted by the store, yet not to be read');
    if (this.deadline.isPast) throw this.doubt;
    await this.deadline.pause();
  }
}
