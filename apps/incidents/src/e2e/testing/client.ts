import { Test } from 'supertest';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly body: Body;
}

export type Body = Readonly<Record<string, unknown>>;

export interface Sending {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is a text, else as JSON. */
  readonly body?: unknown;
}

const contentOf = ({ body }: Sending): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

const headersOf = ({ token, headers }: Sending, content: string | undefined) => ({
  // A connection to a process that was killed is no answer of the next one.
  connection: 'close',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(content !== undefined && { 'content-type': 'application/json' }),
  ...headers,
});

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null;

/** One request. @throws Error when the connection breaks, or after 20 s */
export const send = async (method: string, url: string, sending: Sending = {}): Promise<Reply> => {
  const content = contentOf(sending);
  const { pathname, search, origin } = new URL(url);
  const reply = await new Test(origin, method, `${pathname}${search}`)
    .set(headersOf(sending, content))
    .timeout(20_000)
    .ok(() => true)
    .send(content);
  const { status, headers, text } = reply;
  const json: unknown = reply.body;
  return { status, headers, text, body: isObject(json) ? json : {} };
};

/** Requests of one caller to one process. */
export class Client {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return send('GET', `${this.url}${path}`, { token: this.token, headers });
  }

  post(
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return send('POST', `${this.url}${path}`, { token: this.token, body, headers });
  }
}
