import { Busy, type CommandStep, type StepOutcome } from './command.js';
import { CommandAppend } from './command-append.js';
import type { CommandSlice } from './command-slice.js';
import type { Deadline } from './deadline.js';
import { joined, proposalOf, type Proposal } from './proposal.js';
import type { Folded } from './recorded.js';
import type { StreamEntry } from './stream-reader.js';
import { firstView, readOnView, type StreamView } from './stream-view.js';

/** What a series comes to on a view of the stream. */
interface Draft<State, Rejection> {
  readonly outcomes: readonly StepOutcome<Rejection>[];
  readonly proposal: Proposal<State> | undefined;
}

type Decided<Event, Rejection> = StepOutcome<Rejection> | Readonly<{ append: readonly Event[] }>;

export interface SeriesRequest<Command> {
  readonly stream: string;
  readonly steps: readonly CommandStep<Command>[];
  readonly deadline: Deadline;
}

/** Several commands on one stream, from their turn in the queue to their outcomes. */
export class CommandSeries<Command, State, Event, Rejection> {
  constructor(
    private readonly slice: CommandSlice<Command, State, Event, Rejection>,
    private readonly request: SeriesRequest<Command>,
  ) {}

  async outcomes(): Promise<readonly StepOutcome<Rejection>[]> {
    const { slice, request } = this;
    const { stream, steps, deadline } = request;
    if (deadline.isPast) throw new Busy(stream);
    let view = await firstView(slice, stream, steps[0]?.context.presumedNew ?? false);
    for (;;) {
      const draft = this.draft(view.entry);
      if (await this.stands(draft, view)) return draft.outcomes;
      view = await readOnView(slice, stream, view.entry);
    }
  }

  /** Whether a draft is what came of the series: its events have landed, or there were none and the view that
   *  says so is current. */
  private async stands(
    { outcomes, proposal }: Draft<State, Rejection>,
    { entry, current }: StreamView<State>,
  ): Promise<boolean> {
    if (proposal === undefined) return current || outcomes.every(isRepeat);
    if (await this.lands(entry, proposal)) return true;
    await this.waitForNextTry();
    return false;
  }

  /** Each step on what those before it did, up to the first that is not accepted. */
  private draft(entry: StreamEntry<State>): Draft<State, Rejection> {
    const outcomes: StepOutcome<Rejection>[] = [];
    let proposal: Proposal<State> | undefined;
    for (const step of this.request.steps) {
      const before = proposal?.after ?? entry.folded;
      const decided = this.decide(entry, step, before);
      if ('append' in decided) {
        const target = { stream: this.request.stream, before };
        proposal = joined(proposal, proposalOf(this.slice, target, decided.append, step.context));
        const recorded = decided.append.length;
        outcomes.push({ outcome: 'accepted', recorded, repeated: false });
      } else {
        outcomes.push(decided);
        if (decided.outcome !== 'accepted') break;
      }
    }
    return { outcomes, proposal };
  }

  private decide(
    { commands }: StreamEntry<State>,
    { command, context }: CommandStep<Command>,
    { state, revision }: Folded<State>,
  ): Decided<Event, Rejection> {
    const known = commands.find(context.commandId);
    if (known !== undefined) {
      if (known.fingerprint !== context.fingerprint) return { outcome: 'key-reused' };
      return { outcome: 'accepted', recorded: known.count, repeated: true };
    }
    if (context.ifMatch !== undefined && context.ifMatch !== revision)
      return { outcome: 'revision-conflict' };
    const decision = this.slice.decider.decide(command, state);
    if (decision.outcome === 'rejected') return decision;
    if (decision.events.length > 0) return { append: decision.events };
    return { outcome: 'accepted', recorded: 0, repeated: false };
  }

  private async lands(base: StreamEntry<State>, proposal: Proposal<State>): Promise<boolean> {
    const { stream, deadline } = this.request;
    const appended = await new CommandAppend(this.slice, stream, deadline).append(base, proposal);
    if (appended.result === 'conflict') return false;
    const { entry, result } = appended;
    this.slice.cache.keep(stream, entry);
    // Somebody else may have sent some of these commands, or others under their ids.
    return result === 'own' || holdsAll(entry, proposal);
  }

  private async waitForNextTry(): Promise<void> {
    const { deadline, stream } = this.request;
    if (deadline.isPast) throw new Busy(stream);
    await deadline.pause();
  }
}

const holdsAll = ({ commands }: StreamEntry<unknown>, { events }: Proposal<unknown>): boolean =>
  events.every(
    ({ metadata }) =>
      commands.find(metadata.commandId)?.fingerprint === metadata.commandFingerprint,
  );

const isRepeat = (outcome: StepOutcome<unknown>): boolean =>
  outcome.outcome === 'key-reused' || (outcome.outcome === 'accepted' && outcome.repeated);
