import { Problem, type ProblemType } from './problem.js';

const type = (
  name: string,
  status: number,
  text: Readonly<{ title: string; description: string; retryAfter?: number }>,
): ProblemType => ({ type: `/problems/${name}`, status, ...text });

/** What every service answers the same way. Refusals of a domain are on the page of their service. */
export const genericProblems = {
  malformedRequest: type('malformed-request', 400, {
    title: 'The request is malformed.',
    description:
      'The body is no JSON, or the path (an id too), a query parameter or a header does not have the form that it must have. Parameters that the route does not know are refused as well.',
  }),
  unauthenticated: type('unauthenticated', 401, {
    title: 'A valid token is needed.',
    description:
      'The request carries no bearer token, or one that has expired, is not meant for this system, or was not signed by a known key. Fetch a new token.',
  }),
  forbidden: type('forbidden', 403, {
    title: 'The token does not allow this.',
    description: 'The token is valid, but none of its roles may use this route.',
  }),
  notFound: type('not-found', 404, {
    title: 'There is nothing here.',
    description:
      'The route or the object does not exist, or the object lies outside the districts of the token.',
  }),
  methodNotAllowed: type('method-not-allowed', 405, {
    title: 'The method is not supported here.',
    description: 'The path exists, with the methods that the header `Allow` names.',
  }),
  payloadTooLarge: type('payload-too-large', 413, {
    title: 'The body is too large.',
    description: 'A body has at most 1 MiB; what it records must fit into one append.',
  }),
  unsupportedMediaType: type('unsupported-media-type', 415, {
    title: 'The content type is not supported here.',
    description:
      'Send JSON as `Content-Type: application/json`, without a content coding, unless the route names another type.',
  }),
  tooManyRequests: type('too-many-requests', 429, {
    title: 'Too many requests.',
    description: 'The subject of the token sends more than it may. Wait, then go on more slowly.',
    retryAfter: 1,
  }),
  revisionConflict: type('revision-conflict', 412, {
    title: 'Somebody else changed it.',
    description:
      'The object is not at the revision that `If-Match` names. Read it again (`ETag`, `currentRevision`), look at it, and decide anew.',
  }),
  revisionRequired: type('revision-required', 428, {
    title: 'If-Match is required.',
    description: 'This route takes no change without `If-Match`: read the object, send its ETag.',
  }),
  invalidContent: type('invalid-content', 422, {
    title: 'The content is not valid.',
    description:
      'The body is JSON, but not what the route takes: `errors` names each field by a JSON Pointer. Fields that the route does not know are refused as well.',
  }),
  idempotencyKeyReused: type('idempotency-key-reused', 422, {
    title: 'The idempotency key belongs to another request.',
    description:
      'The key was used before, with another body. A repeat must be the same in every field; a new request needs a new key.',
  }),
  internalError: type('internal-error', 500, {
    title: 'Something broke.',
    description: 'An error on our side. Name the `correlationId` when you report it.',
  }),
  unavailable: type('unavailable', 503, {
    title: 'A part of the system cannot be reached.',
    description:
      'Try again after `Retry-After` seconds. A command that is repeated with its `Idempotency-Key` is carried out once.',
    retryAfter: 2,
  }),
  busy: type('busy', 503, {
    title: 'Too many commands for one object.',
    description:
      'The command did not get through in time. Try again after `Retry-After` seconds, with the same `Idempotency-Key`.',
    retryAfter: 1,
  }),
} as const satisfies Record<string, ProblemType>;

/** 404, also for what the caller may not see. */
export const notFound = (detail?: string): Problem =>
  new Problem(genericProblems.notFound, detail === undefined ? {} : { detail });

/** 422 at one field of the body: `invalidContent('#/into', 'There is no such incident.')`. */
export const invalidContent = (pointer: string, detail: string): Problem =>
  new Problem(genericProblems.invalidContent, { errors: [{ pointer, detail }] });

/** 400 for a path, query or header parameter. */
export const malformedParameter = (parameter: string, detail: string): Problem =>
  new Problem(genericProblems.malformedRequest, { errors: [{ parameter, detail }] });
