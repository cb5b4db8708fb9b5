import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { faultsOf, pointerOf, type SchemaIssue } from './issues.js';

/** 422 naming each field that is wrong. */
export const invalidBody = (issues: readonly SchemaIssue[]): Problem =>
  new Problem(genericProblems.invalidContent, {
    errors: issues
      .flatMap(faultsOf)
      .map(({ path, detail }) => ({ pointer: pointerOf(path), detail })),
  });

const invalidParameters = (issues: readonly SchemaIssue[], name: string | undefined): Problem =>
  new Problem(genericProblems.malformedRequest, {
    errors: issues.flatMap(faultsOf).map(({ path, detail }) => ({
      // The parameter as it was sent: what is inside it has no name of its own.
      parameter: name ?? String(path[0] ?? ''),
      detail,
    })),
  });

const bodies = new StandardSchemaValidationPipe({ exceptionFactory: invalidBody });

/** Checks every argument that names its schema: @Body({ schema }), @Query({ schema }), … A body's faults
 *  are 422 with pointers, those of path, query and headers 400. An absent body is `{}`. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.schema === undefined) return value;
    if (metadata.type === 'body') return bodies.transform((value ?? {}) as T, metadata);
    const parameters = new StandardSchemaValidationPipe({
      exceptionFactory: (issues) => invalidParameters(issues, metadata.data),
    });
    return parameters.transform(value, metadata);
  }
}
