/** The deadline of a call has passed; the call itself may still be under way. */
export class OutOfTime extends Error {
  constructor(readonly milliseconds: number) {
    super(`no answer within ${String(milliseconds)} ms`);
    this.name = 'OutOfTime';
  }
}

/** The result of a promise, or OutOfTime when it does not come within so many milliseconds. */
export const inTime = async <T>(milliseconds: number, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OutOfTime(milliseconds));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
};
