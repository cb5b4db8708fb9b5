/** Date, time to the second and fraction of an RFC 3339 UTC time; the seconds may be left out. */
const UTC = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(?:\.(\d+))?Z$/i;

/** A form whose order as text is the order in time: no trailing zeros, no `Z`.
 *  A shorter text sorts before its own continuation, so fractions need no padding. */
const sortable = (time: string): string => {
  const match = UTC.exec(time);
  if (match === null) throw new RangeError(`not an RFC 3339 UTC time: ${time}`);
  const [, minute = '', second = ':00', fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  return `${minute}${second}${digits === '' ? '' : `.${digits}`}`;
};

/** Compares two RFC 3339 UTC times as instants, whatever their digits: negative, 0 or positive.
 *  @throws RangeError when one is no such time */
export const compareTimes = (a: string, b: string): number => {
  const [left, right] = [sortable(a), sortable(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** The latest of some times, as it was written; of equal ones the first. Null stands for "none yet". */
export const latestOf = (first: string, ...others: readonly (string | null)[]): string =>
  others.reduce<string>(
    (latest, time) => (time !== null && compareTimes(time, latest) > 0 ? time : latest),
    first,
  );
