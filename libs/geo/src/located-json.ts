import {
  findNodeAtLocation,
  getNodeValue,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';

/** JSON that still knows its lines. */
export interface LocatedJson {
  readonly value: unknown;
  /** Line (from 1) of the value at that path; where there is none, of the innermost one around it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** The text is no JSON. */
export class NotJson extends Error {
  constructor(
    /** From 1. */
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: not JSON (${reason})`);
    this.name = 'NotJson';
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** @throws NotJson */
export const parseLocatedJson = (text: string): LocatedJson => {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first !== undefined) {
    throw new NotJson(lineAt(text, first.offset), printParseErrorCode(first.error));
  }
  if (root === undefined) throw new NotJson(1, 'no value');
  const lineOf = (path: readonly PropertyKey[]): number => {
    const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
    const node = findNodeAtLocation(root, steps);
    return node === undefined ? lineOf(path.slice(0, -1)) : lineAt(text, node.offset);
  };
  return { value: getNodeValue(root) as unknown, lineOf };
};
