import type { Folded, Outcome } from '@city/event-sourcing';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem, type FieldError, type ProblemType } from '../problems/problem.js';
import { entityTagOf } from '../revisions/entity-tag.js';
import { Answer } from './answer.js';

type NameOf<Rejection> = Rejection extends string
  ? Rejection
  : Rejection extends { type: infer Name extends string }
    ? Name
    : never;

type Named<Rejection, Name> = Rejection extends string
  ? Rejection
  : Extract<Rejection, { type: Name }>;

/** How one refusal is answered; `errors` for those that name a field of the body. */
export type RefusalProblem<Rejection> = ProblemType &
  Readonly<{
    detail?: (rejection: Rejection) => string;
    errors?: (rejection: Rejection) => readonly FieldError[];
    /** Extension members, in JSON. */
    extensions?: (rejection: Rejection) => Readonly<Record<string, unknown>>;
  }>;

/** Every refusal of a slice and its problem: a new one does not compile until it has one. */
export type RefusalProblems<Rejection> = {
  readonly [Name in NameOf<Rejection>]: RefusalProblem<Named<Rejection, Name>>;
};

type Accepted<State> = Extract<Outcome<State, never>, { outcome: 'accepted' }>;

const nameOf = (rejection: string | Readonly<{ type: string }>): string =>
  typeof rejection === 'string' ? rejection : rejection.type;

/** The problem of a refusal. */
export const refusalOf = <Rejection extends string | Readonly<{ type: string }>>(
  rejection: Rejection,
  problems: RefusalProblems<Rejection>,
): Problem => {
  // Each entry takes its own refusal only, which the compiler cannot follow through a look-up by a name
  // that is known at run time.
  const table = problems as unknown as Readonly<Record<string, RefusalProblem<Rejection>>>;
  const kind = table[nameOf(rejection)];
  if (kind === undefined) throw new Error(`no problem for the refusal ${nameOf(rejection)}`);
  return new Problem(kind, {
    ...(kind.detail && { detail: kind.detail(rejection) }),
    ...(kind.errors && { errors: kind.errors(rejection) }),
    ...(kind.extensions && { extensions: kind.extensions(rejection) }),
  });
};

/** 412 with the revision that the object has now. */
export const revisionConflict = ({ revision }: Pick<Folded<unknown>, 'revision'>): Problem => {
  const exists = revision >= 0n;
  return new Problem(genericProblems.revisionConflict, {
    extensions: { currentRevision: exists ? String(revision) : null },
    ...(exists && { headers: { etag: entityTagOf(revision) } }),
  });
};

/** What was accepted; everything else leaves as its problem.
 *  @throws Problem 409 (or as the table says), 412, 422 */
export const acceptedOf = <State, Rejection extends string | Readonly<{ type: string }>>(
  outcome: Outcome<State, Rejection>,
  problems: RefusalProblems<Rejection>,
): Accepted<State> => {
  switch (outcome.outcome) {
    case 'accepted':
      return outcome;
    case 'rejected':
      throw refusalOf(outcome.rejection, problems);
    case 'revision-conflict':
      throw revisionConflict(outcome.at);
    case 'key-reused':
      throw new Problem(genericProblems.idempotencyKeyReused);
  }
};

/** `ETag` and `Commit-Position` of a folded stream; none for an empty one. */
export const headersOf = ({
  revision,
  position,
}: Pick<Folded<unknown>, 'position' | 'revision'>): Readonly<Record<string, string>> =>
  revision < 0n ? {} : { etag: entityTagOf(revision), 'commit-position': String(position) };

/** 200 with a representation, its ETag and its position. */
export const representationOf = <State, Body>(
  folded: Folded<State>,
  body: Body,
  headers: Readonly<Record<string, string>> = {},
): Answer<Body> => new Answer(body, { ...headersOf(folded), ...headers });

/** 201 with `Location`, also when the creating command is repeated. */
export const createdAt = <State, Body>(
  location: string,
  folded: Folded<State>,
  body: Body,
): Answer<Body> => new Answer(body, { ...headersOf(folded), location }, 201);

export interface AnswerOptions<State, Rejection, Body> {
  readonly problems: RefusalProblems<Rejection>;
  /** The representation of the state after the command. */
  readonly body: (after: Folded<State>) => Body;
  /** Where the created thing is; only for commands that create. */
  readonly location?: (after: Folded<State>) => string;
}

/** A command's outcome as its answer.
 *  @throws Problem as `acceptedOf` */
export const answerOf = <State, Rejection extends string | Readonly<{ type: string }>, Body>(
  outcome: Outcome<State, Rejection>,
  { problems, body, location }: AnswerOptions<State, Rejection, Body>,
): Answer<Body> => {
  const { after } = acceptedOf(outcome, problems);
  if (location === undefined) return representationOf(after, body(after));
  return createdAt(location(after), after, body(after));
};
