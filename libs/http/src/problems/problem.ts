/** Where a kind of problem is explained; the key for clients. */
export type ProblemUri = `/problems/${string}`;

/** A kind of problem: one stable URI, one status, one title. */
export interface ProblemType {
  readonly type: ProblemUri;
  readonly status: number;
  /** The same for every problem of the type. */
  readonly title: string;
  /** What the page of the type says: what it means and what a client does about it. */
  readonly description: string;
  /** Seconds after which another try makes sense (`Retry-After`). */
  readonly retryAfter?: number;
}

/** What is wrong with one field of the body (`#/location/latitude`) or with one parameter. */
export type FieldError =
  Readonly<{ pointer: string; detail: string }> | Readonly<{ parameter: string; detail: string }>;

/** What one occurrence adds to its type. */
export interface Occurrence {
  /** For the client to read, never to parse; no debugging data. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Extension members, in JSON. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of an error answer, RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** An error that is meant for the client: thrown anywhere in a request, answered as problem+json. */
export class Problem extends Error {
  readonly details: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: ProblemType,
    { detail, errors, extensions, headers }: Occurrence = {},
  ) {
    super(detail ?? kind.title);
    this.name = 'Problem';
    this.details = {
      ...extensions,
      type: kind.type,
      title: kind.title,
      status: kind.status,
      ...(detail !== undefined && { detail }),
      ...(errors !== undefined && { errors }),
    };
    this.headers = {
      ...(kind.retryAfter !== undefined && { 'retry-after': String(kind.retryAfter) }),
      ...headers,
    };
  }
}
