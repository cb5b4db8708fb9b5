import type { OpenAPIObject } from '@nestjs/swagger';
import { policyOf, rolesOf, type Policies } from '../auth/policies.js';
import { genericProblems } from '../problems/generic-problems.js';
import { GEO_EXTENSION, geoJsonContent, PROBLEMS_EXTENSION } from './decorators.js';
import { jsonSchema202012, ProblemBody } from './schemas.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ProblemEntry = Readonly<{ type: string; status: number; title: string }>;
type Place = Readonly<{ method: string; template: string; policies: Policies }>;

const {
  malformedRequest,
  unauthenticated,
  forbidden,
  notFound,
  payloadTooLarge,
  unsupportedMediaType,
  tooManyRequests,
  invalidContent,
  idempotencyKeyReused,
  revisionConflict,
  unavailable,
  busy,
} = genericProblems;

const always = [malformedRequest, tooManyRequests, unavailable];
const guarded = [unauthenticated, forbidden];
const mutating = [payloadTooLarge, unsupportedMediaType, invalidContent];
const commanding = [revisionConflict, idempotencyKeyReused, busy];

const takesHeader = ({ parameters = [] }: Operation, name: string): boolean =>
  parameters.some((parameter) => 'name' in parameter && parameter.name === name);

/** What an operation may answer by its form alone. */
const impliedProblems = (operation: Operation, { method, template }: Place): ProblemEntry[] => [
  ...always,
  ...guarded,
  ...(template.includes(':') ? [notFound] : []),
  ...(['GET', 'DELETE'].includes(method) ? [] : mutating),
  ...(takesHeader(operation, 'If-Match') ? commanding : []),
];

const ownProblems = (operation: object): readonly ProblemEntry[] =>
  // Only ApiProblems writes this member.
  (operation as { [PROBLEMS_EXTENSION]?: readonly ProblemEntry[] })[PROBLEMS_EXTENSION] ?? [];

const problemResponse = (entries: readonly ProblemEntry[]) => ({
  description: entries.map(({ type, title }) => `\`${type}\`: ${title}`).join('\n\n'),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(
        entries.map(({ type, title, status }) => [
          type.slice('/problems/'.length),
          { summary: title, value: { type, title, status } },
        ]),
      ),
    },
  },
});

const problemResponses = (entries: readonly ProblemEntry[]): Operation['responses'] => {
  const distinct = [...new Map(entries.map((entry) => [entry.type, entry])).values()];
  const statuses = [...new Set(distinct.map(({ status }) => status))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      problemResponse(distinct.filter((entry) => entry.status === status)),
    ]),
  );
};

const withGeoJson = (operation: Operation): Operation['responses'] => {
  const ok = operation.responses['200'];
  if (!(GEO_EXTENSION in operation) || ok === undefined || !('content' in ok))
    return operation.responses;
  // A literal of plain JSON Schema, which the types of Nest narrow to 3.0.
  const content = { ...ok.content, ...geoJsonContent } as typeof ok.content;
  return { ...operation.responses, 200: { ...ok, ...(content && { content }) } };
};

const finishedOperation = (operation: Operation, place: Place): Operation => {
  const policy = policyOf(place.policies, place.method, place.template);
  const isPublic = policy === 'public';
  const problems = [...impliedProblems(operation, place), ...ownProblems(operation)].filter(
    ({ status }) => !isPublic || (status !== 401 && status !== 403),
  );
  const roles = policy === undefined ? [] : rolesOf(policy);
  const who = roles.length === 0 ? [] : [`Roles: ${roles.join(', ')}.`];
  const rest = Object.entries(operation).filter(
    ([key]) => key !== PROBLEMS_EXTENSION && key !== GEO_EXTENSION,
  );
  return {
    ...(Object.fromEntries(rest) as Operation),
    description: [operation.description ?? '', ...who].filter((text) => text !== '').join('\n\n'),
    responses: { ...problemResponses(problems), ...withGeoJson(operation) },
    security: isPublic ? [] : [{ bearer: [] }],
  };
};

const templateOf = (path: string): string => path.replaceAll(/\{([^}]+)\}/g, ':$1');

const finishedPath = (
  path: string,
  item: OpenAPIObject['paths'][string],
  policies: Policies,
): OpenAPIObject['paths'][string] => {
  const operations = METHODS.flatMap((method) => {
    const operation = item[method];
    if (operation === undefined) return [];
    const place = { method: method.toUpperCase(), template: templateOf(path), policies };
    return [[method, finishedOperation(operation, place)] as const];
  });
  return { ...item, ...Object.fromEntries(operations) };
};

const problemSchema = (): object =>
  // A schema with an id of its own comes as a component.
  jsonSchema202012(ProblemBody, { schemaType: 'output' })?.components?.Problem as object;

/** The document with what every route has in common: errors, security, who may use it. */
export const finished = (document: OpenAPIObject, policies: Policies): OpenAPIObject => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      finishedPath(path, item, policies),
    ]),
  ),
  components: {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema() },
  },
});
