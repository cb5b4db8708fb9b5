/** A status, headers and a body; returned by a controller in place of the bare body. */
export class Answer<Body = unknown> {
  constructor(
    readonly body: Body,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly status = 200,
  ) {}
}
