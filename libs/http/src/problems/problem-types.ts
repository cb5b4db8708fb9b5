import { genericProblems } from './generic-problems.js';
import type { ProblemType, ProblemUri } from './problem.js';

/** Every problem type of a service, for the pages that explain them. */
export class ProblemTypes {
  private readonly types = new Map<string, ProblemType>();

  /** @throws Error when two types share a URI and differ */
  constructor(types: readonly ProblemType[]) {
    for (const type of [...Object.values<ProblemType>(genericProblems), ...types]) this.add(type);
  }

  find(name: string): ProblemType | undefined {
    return this.types.get(`/problems/${name}` satisfies ProblemUri);
  }

  all(): readonly ProblemType[] {
    return [...this.types.values()];
  }

  private add(type: ProblemType): void {
    const known = this.types.get(type.type);
    if (known !== undefined && (known.status !== type.status || known.title !== type.title))
      throw new Error(`${type.type} means two things`);
    this.types.set(type.type, type);
  }
}
