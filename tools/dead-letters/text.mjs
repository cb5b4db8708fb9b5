// Dead letters as text for a terminal.
const placeOf = ({ topic, partition, offset }) => `${topic}/${partition}/${offset}`;

/** What a dead letter says, without its record. */
export const describe = (letter) => ({
  source: placeOf(letter.source),
  consumer: letter.consumer,
  key: letter.record.key?.toString() ?? null,
  type: letter.type,
  cause: letter.cause,
  attempts: letter.attempts,
  at: letter.at,
  place: placeOf(letter.place),
  omitted: letter.omitted,
  redriven: letter.redriven,
});

/** On one line. */
export const lineOf = (letter) => {
  const { source, consumer, key, type, cause, at, redriven } = describe(letter);
  const again = redriven === null ? '' : ` (redriven ${redriven.at} by ${redriven.by})`;
  return `${at} ${source} key=${key ?? '-'} ${type ?? '-'} ${consumer}: ${cause}${again}`;
};

const textOf = (value) => (Array.isArray(value) ? value : [value]).map(String).join(', ');

/** With headers and value. */
export const inFull = (letter) => {
  const { key, value, headers = {} } = letter.record;
  const fields = Object.entries(describe(letter)).map(([name, field]) =>
    typeof field === 'object' ? `${name}: ${JSON.stringify(field)}` : `${name}: ${field}`,
  );
  const originals = Object.entries(headers).filter(([name]) => !name.startsWith('dlq_'));
  return [
    ...fields,
    'headers:',
    ...originals.map(([name, header]) => `  ${name}: ${textOf(header)}`),
    `value of ${value?.length ?? 0} bytes, key of ${key?.length ?? 0}:`,
    value?.toString() ?? '(none)',
    '',
  ].join('\n');
};
