import type { StandardSchemaValidationPipeOptions } from '@nestjs/common';
import type { z } from 'zod';

/** What a standard schema finds wrong; the schemas here are zod's, which say more. */
export type SchemaIssue = Parameters<
  NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>
>[0][number];

/** One place and what is wrong there. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
}

type ZodIssue = z.core.$ZodIssue;

// zod hands out its own issues through the standard interface; a plain standard issue has no code.
const isZodIssue = (issue: SchemaIssue): issue is ZodIssue & SchemaIssue => 'code' in issue;

const stepsOf = ({ path = [] }: SchemaIssue): readonly PropertyKey[] =>
  path.map((step) => (typeof step === 'object' ? step.key : step));

/** The alternative that comes nearest: the one with the fewest faults, if any looks inside. */
const nearest = (alternatives: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] =>
  alternatives
    .filter((issues) => issues.some(({ path }) => path.length > 0))
    .toSorted((one, other) => one.length - other.length)[0] ?? [];

/** An unknown key is a fault of that key, a failed union one of its nearest alternative. */
export const faultsOf = (issue: SchemaIssue): readonly Fault[] => {
  const path = stepsOf(issue);
  if (isZodIssue(issue) && issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], detail: 'This is not known here.' }));
  if (isZodIssue(issue) && issue.code === 'invalid_union') {
    const inner = nearest(issue.errors).flatMap(faultsOf);
    if (inner.length > 0)
      return inner.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
  }
  return [{ path, detail: issue.message }];
};

/** `#/location/latitude`: a JSON Pointer as a URI fragment (RFC 6901 §6). */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  `#${path
    .map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
    .map((step) => `/${encodeURIComponent(step)}`)
    .join('')}`;
