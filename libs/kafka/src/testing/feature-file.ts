/** A scenario of a Gherkin file, of the few forms that the CloudEvents conformance files use. */
export interface KafkaScenario {
  readonly title: string;
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** Reads the scenarios of a feature file; an outline gives one for each of its examples. */
export const scenariosOf = (feature: string): KafkaScenario[] =>
  feature
    .split(/^\s*Scenario(?: Outline)?: /m)
    .slice(1)
    .flatMap((text) => {
      const [steps = '', examples] = text.split(/^\s*Examples:\s*$/m);
      return examples === undefined
        ? [scenarioOf(steps)]
        : rowsOf(examples).map((row) => scenarioOf(filledIn(steps, row)));
    });

const filledIn = (text: string, row: Readonly<Record<string, string>>): string =>
  Object.entries(row).reduce((sofar, [name, value]) => sofar.replaceAll(`<${name}>`, value), text);

const scenarioOf = (steps: string): KafkaScenario => ({
  title: (steps.split('\n', 1)[0] ?? '').trim(),
  payload: quotedAfter(steps, 'Given a Kafka message with payload:'),
  headers: pairsAfter(steps, 'And Kafka headers:'),
  attributes: pairsAfter(steps, 'Then the attributes are:'),
  data: JSON.parse(quotedAfter(steps, 'And the data is equal to the following JSON:')) as unknown,
});

const after = (text: string, step: string): string => {
  const at = text.indexOf(step);
  if (at < 0) throw new Error(`the scenario has no step "${step}"`);
  return text.slice(at + step.length);
};

const quotedAfter = (text: string, step: string): string => {
  const quoted = after(text, step).split('"""')[1];
  if (quoted === undefined) throw new Error(`nothing is quoted after "${step}"`);
  return quoted;
};

const pairsAfter = (text: string, step: string): Record<string, string> =>
  Object.fromEntries(
    rowsOf(after(text, step)).map(({ key = '', value = '' }) => [key, value] as const),
  );

/** The first table in a text, by its heading. */
const rowsOf = (text: string): Record<string, string>[] => {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const [heading = [], ...rows] = lines.slice(start, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((row) =>
    Object.fromEntries(heading.map((name, index) => [name, row[index] ?? ''])),
  );
};
