/** What a writer expects of a stream: a state, or its last revision. */
export type Expectation = 'any' | 'no_stream' | 'stream_exists' | number;

/** Last revision of a stream that has no events. */
export const NO_EVENTS = -1;
