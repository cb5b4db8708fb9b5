/** `type/subtype` in lower case, without parameters. */
export const essenceOf = (mediaType: string): string =>
  (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();

/** Whether content of this type is a JSON value: `…/json` or `…/…+json`. */
export const isJson = (mediaType: string): boolean => /[/+]json$/.test(essenceOf(mediaType));

const utf8Charsets = ['utf-8', 'utf8', 'us-ascii', 'ascii'];

/** Whether content of this type is text that can be read as UTF-8. */
export const isUtf8Text = (mediaType: string): boolean => {
  const essence = essenceOf(mediaType);
  if (!essence.startsWith('text/') && !/[/+]xml$/.test(essence)) return false;
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(mediaType)?.[1]?.toLowerCase();
  return charset === undefined || utf8Charsets.includes(charset);
};

/** Whether a record with this `content-type` holds a whole event in its value (CE-40). */
export const isStructured = (contentType: string): boolean =>
  contentType.trimStart().toLowerCase().startsWith('application/cloudevents');
