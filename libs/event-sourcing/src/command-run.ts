import { Busy, type CommandContext, type Outcome } from './command.js';
import { CommandAppend } from './command-append.js';
import type { CommandSlice } from './command-slice.js';
import type { CommandTrace } from './command-traces.js';
import type { Deadline } from './deadline.js';
import { proposalOf } from './proposal.js';
import type { StreamEntry } from './stream-reader.js';
import { firstView, readOnView } from './stream-view.js';

/** A command on its way to a stream. */
export interface Request<Command> {
  readonly stream: string;
  readonly command: Command;
  readonly context: CommandContext;
  readonly deadline: Deadline;
}

/** Answers a command, or says which events to append. */
type Plan<State, Event, Rejection> =
  Readonly<{ answer: Outcome<State, Rejection> }> | Readonly<{ append: readonly Event[] }>;

/** One command from its turn in the queue to its outcome. */
export class CommandRun<Command, State, Event, Rejection> {
  constructor(
    private readonly slice: CommandSlice<Command, State, Event, Rejection>,
    private readonly request: Request<Command>,
  ) {}

  async outcome(): Promise<Outcome<State, Rejection>> {
    const { slice, request } = this;
    const { stream, context } = request;
    if (request.deadline.isPast) throw new Busy(stream);
    let view = await firstView(slice, stream, context.presumedNew ?? false);
    for (;;) {
      const known = view.entry.commands.find(context.commandId);
      if (known !== undefined) return this.answerFrom(view.entry, known, true);
      const plan = this.plan(view.entry);
      if ('append' in plan) {
        const outcome = await this.append(view.entry, plan.append);
        if (outcome !== 'conflict') return outcome;
        await this.waitForNextTry();
      } else if (view.current) {
        return plan.answer;
      }
      view = await readOnView(slice, stream, view.entry);
    }
  }

  private plan({ folded }: StreamEntry<State>): Plan<State, Event, Rejection> {
    const { command, context } = this.request;
    if (context.ifMatch !== undefined && context.ifMatch !== folded.revision) {
      return { answer: { outcome: 'revision-conflict', at: folded } };
    }
    const decision = this.slice.decider.decide(command, folded.state);
    if (decision.outcome === 'rejected') {
      return { answer: { outcome: 'rejected', rejection: decision.rejection, at: folded } };
    }
    if (decision.events.length > 0) return { append: decision.events };
    return { answer: { outcome: 'accepted', after: folded, recorded: 0, repeated: false } };
  }

  private async append(
    base: StreamEntry<State>,
    events: readonly Event[],
  ): Promise<Outcome<State, Rejection> | 'conflict'> {
    const { stream, context, deadline } = this.request;
    const proposal = proposalOf(this.slice, { stream, before: base.folded }, events, context);
    const appended = await new CommandAppend(this.slice, stream, deadline).append(base, proposal);
    if (appended.result === 'conflict') return 'conflict';
    const { entry, result } = appended;
    this.slice.cache.keep(stream, entry);
    if (result === 'own') {
      return {
        outcome: 'accepted',
        after: entry.folded,
        recorded: events.length,
        repeated: false,
      };
    }
    const trace = entry.commands.find(context.commandId);
    return trace === undefined ? 'conflict' : this.answerFrom(entry, trace, false);
  }

  /** The state as it was after the command, from what the stream holds. */
  private async answerFrom(
    { folded }: StreamEntry<State>,
    trace: CommandTrace,
    repeated: boolean,
  ): Promise<Outcome<State, Rejection>> {
    const { stream, context } = this.request;
    if (trace.fingerprint !== context.fingerprint) return { outcome: 'key-reused' };
    const after =
      folded.revision === trace.last ? folded : await this.slice.reader.foldTo(stream, trace.last);
    return { outcome: 'accepted', after, recorded: trace.count, repeated };
  }

  /** With `If-Match` there is nothing to wait for: a real conflict is the answer, at once. */
  private async waitForNextTry(): Promise<void> {
    const { context, deadline, stream } = this.request;
    if (deadline.isPast) throw new Busy(stream);
    if (context.ifMatch === undefined) await deadline.pause();
  }
}
