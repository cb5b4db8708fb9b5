import type { ProcessorStatus } from '@city/event-sourcing';
import type { Stores } from './stores.js';

const SAY_EVERY_MS = 1_000;

/** Says once a second how far a rebuild has come on its way to the head that the store had at the beginning.
 *  @throws StoreUnavailable */
export const rebuildProgress = async (
  { identity }: Pick<Stores, 'identity'>,
  say: (line: string) => void,
): Promise<(status: ProcessorStatus) => void> => {
  const { head = 0n } = await identity.find();
  const share = (position: bigint): number =>
    head === 0n ? 100 : Math.min(100, Number((position * 1_000n) / head) / 10);
  let saidAt = -Infinity;
  let said: ProcessorStatus['state'] | undefined;
  return ({ state, position = 0n }) => {
    const now = performance.now();
    if (state === said && now - saidAt < SAY_EVERY_MS) return;
    saidAt = now;
    said = state;
    say(`${state}, ${share(position).toFixed(1)} % (${String(position)} of ${String(head)})`);
  };
};
