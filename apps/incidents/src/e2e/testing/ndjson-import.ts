import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Readable as Source } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Body } from './client.js';

export interface Imported {
  /** One per line that was not blank, in order. */
  readonly answers: readonly Body[];
  readonly totals: Body;
}

export interface Importing {
  readonly url: string;
  readonly token: string;
}

const answersOf = async (answer: Readable): Promise<Imported> => {
  const all: Body[] = [];
  for await (const line of createInterface({ input: answer, crlfDelay: Infinity }))
    all.push(JSON.parse(line) as Body);
  return { answers: all.slice(0, -1), totals: all.at(-1) ?? {} };
};

/** Sends every line before it reads the first answer, as ordinary clients do.
 *  @throws Error when the status is not 200 */
export const importAll = async (
  { url, token }: Importing,
  lines: Iterable<string>,
): Promise<Imported> => {
  const outgoing = request(`${url}/v1/incidents/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  await pipeline(Source.from(lines), outgoing);
  const [answer] = await answered;
  if (answer.statusCode !== 200)
    throw new Error(`the import answered ${String(answer.statusCode)}`);
  return answersOf(answer);
};
