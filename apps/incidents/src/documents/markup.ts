/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

const entities: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
};

const escaped = (text: string): string =>
  text.replaceAll(/["&'<>]/g, (character) => entities[character] ?? character);

type Part = Markup | number | string | readonly Markup[];

const textOf = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escaped(String(part));
};

/** A template of HTML whose inserted text is escaped; other markup goes in as it is. */
export const markup = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(literals.map((text, index) => text + textOf(parts[index] ?? '')).join(''));
