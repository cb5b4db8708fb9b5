import type { Timing } from '@city/event-sourcing';
import type { Adoption, StreamAsideEntry } from '@city/postgres';
import type { Stores } from './stores.js';

const RETRY_WAIT_MS = 15_000;
const LOOK_EVERY_MS = 200;

/** Where a line for the operator goes. */
export type Say = (line: string) => void;

const lineOf = ({ processor, stream, revision, setAt, error, retryAt }: StreamAsideEntry): string =>
  `${processor}  ${stream}@${String(revision)}  since ${setAt.toISOString()}` +
  `${retryAt === null ? '' : '  (to be tried again)'}\n    ${error}`;

/** Says where each processor stands and which streams it passes over. @returns true, always */
export const listProcessors = async (
  { checkpoints, asides }: Pick<Stores, 'asides' | 'checkpoints'>,
  say: Say,
): Promise<boolean> => {
  for (const { processor, position, updatedAt } of await checkpoints.list())
    say(`${processor}  at ${String(position)}  moved ${updatedAt.toISOString()}`);
  const waiting = await asides.list();
  say(waiting.length === 0 ? 'No stream is set aside.' : 'Streams set aside:');
  for (const entry of waiting) say(lineOf(entry));
  return true;
};

/** Asks the leader to replay, and waits for what comes of it.
 *  @returns whether nothing that was asked for waits any more */
export const retryStreams = async (
  {
    stores: { asides },
    timing,
    say,
  }: Readonly<{
    stores: Pick<Stores, 'asides'>;
    timing: Timing;
    say: Say;
  }>,
  processor: string,
  stream?: string,
): Promise<boolean> => {
  const asked = await asides.askToRetry(processor, stream);
  if (asked === 0) {
    say(`${processor} has not set aside ${stream ?? 'any stream'}.`);
    return false;
  }
  const isMeant = (entry: StreamAsideEntry): boolean =>
    entry.processor === processor && (stream === undefined || entry.stream === stream);
  const until = timing.now() + RETRY_WAIT_MS;
  for (;;) {
    const left = (await asides.list()).filter(isMeant);
    const isPending = left.some(({ retryAt }) => retryAt !== null);
    if (isPending && timing.now() < until) {
      await timing.sleep(LOOK_EVERY_MS);
      continue;
    }
    say(`${String(asked - left.length)} of ${String(asked)} streams go on.`);
    for (const entry of left) say(lineOf(entry));
    if (isPending) say('The service tries the rest as soon as it runs.');
    return left.length === 0;
  }
};

/** Makes the database belong to the stores that are there now. @returns true, always */
export const adoptStore = async (
  { identity }: Pick<Stores, 'identity'>,
  adoption: Adoption,
  say: Say,
): Promise<boolean> => {
  const found = await identity.find();
  await identity.known.adopt(found, adoption);
  say(`The database belongs to the event store ${found.storeId ?? ''} now.`);
  say('Read models are built anew when the service runs; publishers go on from the head.');
  return true;
};
