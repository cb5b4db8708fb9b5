import type { StreamCache } from './stream-cache.js';
import type { StreamEntry, StreamReader } from './stream-reader.js';

/** An entry, and whether it was read from the store during this command. */
export interface StreamView<State> {
  readonly entry: StreamEntry<State>;
  readonly current: boolean;
}

type Slice<State> = Readonly<{
  cache: StreamCache<State>;
  reader: Pick<StreamReader<State, unknown>, 'readOn' | 'unread'>;
}>;

/** The stream as it is now, read from where the entry stands. */
export const readOnView = async <State>(
  { cache, reader }: Slice<State>,
  stream: string,
  from: StreamEntry<State>,
): Promise<StreamView<State>> => {
  const entry = await reader.readOn(stream, from);
  cache.keep(stream, entry);
  return { entry, current: true };
};

/** Where a command begins. A cached entry may lag behind: it serves to append, but a refusal needs a current
 *  one. So does the empty entry of a stream that is presumed new. */
export const firstView = async <State>(
  slice: Slice<State>,
  stream: string,
  presumedNew: boolean,
): Promise<StreamView<State>> => {
  const cached = slice.cache.find(stream);
  if (cached !== undefined) return { entry: cached, current: false };
  if (presumedNew) return { entry: slice.reader.unread(), current: false };
  return readOnView(slice, stream, slice.reader.unread());
};
