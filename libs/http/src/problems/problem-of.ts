import {
  AppendTooLarge,
  Busy,
  OutcomeUnknown,
  StoreUnavailable,
  StreamGone,
} from '@city/event-sourcing';
import { HttpException } from '@nestjs/common';
import { genericProblems } from './generic-problems.js';
import { Problem, type ProblemType } from './problem.js';

/** What errors of other libraries mean here, by the error's `name`. */
export type ErrorProblems = Readonly<Record<string, ProblemType>>;

const kernelErrors: ErrorProblems = {
  [StoreUnavailable.name]: genericProblems.unavailable,
  [OutcomeUnknown.name]: genericProblems.unavailable,
  [Busy.name]: genericProblems.busy,
  [StreamGone.name]: genericProblems.notFound,
  [AppendTooLarge.name]: genericProblems.payloadTooLarge,
};

const genericByStatus = new Map<number, ProblemType>(
  [
    genericProblems.malformedRequest,
    genericProblems.unauthenticated,
    genericProblems.forbidden,
    genericProblems.notFound,
    genericProblems.methodNotAllowed,
    genericProblems.payloadTooLarge,
    genericProblems.unsupportedMediaType,
    genericProblems.tooManyRequests,
    genericProblems.unavailable,
  ].map((type) => [type.status, type]),
);

const ofStatus = (status: number): ProblemType =>
  genericByStatus.get(status) ??
  (status < 500 ? genericProblems.malformedRequest : genericProblems.internalError);

const statusOf = (error: Error): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** The problem that an error is answered with. Its own message stays inside: it may quote the body, a
 *  host or SQL. */
export const problemOf = (error: unknown, errors: ErrorProblems = {}): Problem => {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return new Problem(genericProblems.internalError);
  const named = errors[error.name] ?? kernelErrors[error.name];
  return new Problem(named ?? ofStatus(statusOf(error) ?? 500));
};
