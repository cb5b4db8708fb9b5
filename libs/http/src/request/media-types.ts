import Negotiator from 'negotiator';

/** The best of what we offer for an `Accept` header; the first when nothing is acceptable, since an
 *  answer in another form helps more than none. */
export const preferredMediaType = <T extends string>(
  accept: string | undefined,
  offers: readonly [T, ...T[]],
): T => {
  const preferred = new Negotiator({ headers: { accept } }).mediaType([...offers]);
  return offers.find((offer) => offer === preferred) ?? offers[0];
};

/** `application/json` of `application/json; charset=utf-8`. */
export const mediaTypeOf = (contentType: string | undefined): string | undefined =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase();

/** Whether a content type names no charset, or UTF-8. */
export const isUtf8 = (contentType: string | undefined): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  return charset === undefined || ['utf-8', 'utf8'].includes(charset.toLowerCase());
};
