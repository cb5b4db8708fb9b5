import { escapeSequence, propertyRanges, shorthandAt } from './dotnet-escapes.js';
import { PatternCursor, UnsupportedPatternError } from './pattern-cursor.js';
import { boundaryRanges, classBody, type Ranges } from './utf16-classes.js';

export { UnsupportedPatternError };

const END_OF_TEXT = '(?![\\s\\S])';
const END_OR_LAST_NEWLINE = `(?:(?=\\n?${END_OF_TEXT}))`;
const GROUP_STARTS = ['(?:', '(?=', '(?!', '(?<=', '(?<!'];

const inClass = (ranges: Ranges): string => `[${classBody(ranges)}]`;

const wordBoundary = (negated: boolean): string => {
  const word = inClass(boundaryRanges());
  return negated
    ? `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
    : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
};

/** Reads a .NET expression from left to right and writes the JavaScript one. */
export class DotnetPatternReader {
  readonly #cursor: PatternCursor;
  #ignoresCase = false;
  #multiline = false;
  #dotMatchesAll = false;

  constructor(pattern: string) {
    this.#cursor = new PatternCursor(pattern);
  }

  get ignoresCase(): boolean {
    return this.#ignoresCase;
  }

  translate(): string {
    this.#readLeadingOptions();
    let translated = '';
    while (!this.#cursor.atEnd) translated += this.#piece();
    return translated;
  }

  #readLeadingOptions(): void {
    const options = this.#cursor.takeMatch(/\(\?([a-z]+)\)/y);
    if (options === undefined) return;
    for (const option of options) {
      if (option === 'i') this.#ignoresCase = true;
      else if (option === 'm') this.#multiline = true;
      else if (option === 's') this.#dotMatchesAll = true;
      else throw new UnsupportedPatternError(`option (?${option})`);
    }
  }

  #piece(): string {
    const character = this.#cursor.take();
    switch (character) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#characterClass();
      case '(':
        return this.#group();
      default:
        return this.#lineSymbol(character);
    }
  }

  /** The symbols whose meaning depends on what the engine takes for a line. */
  #lineSymbol(character: string): string {
    switch (character) {
      case '.':
        return this.#dotMatchesAll ? '[\\s\\S]' : '[^\\n]';
      case '$':
        return this.#multiline ? `(?:(?=\\n)|${END_OF_TEXT})` : END_OR_LAST_NEWLINE;
      case '^':
        return this.#multiline ? '(?<![^\\n])' : '^';
      default:
        return character;
    }
  }

  #escape(): string {
    const letter = this.#cursor.take();
    const anchors: Record<string, () => string> = {
      A: () => '^',
      z: () => `(?:${END_OF_TEXT})`,
      Z: () => END_OR_LAST_NEWLINE,
      b: () => wordBoundary(false),
      B: () => wordBoundary(true),
    };
    const anchor = anchors[letter];
    if (anchor !== undefined) return anchor();
    const ranges = shorthandAt(letter) ?? propertyRanges(letter, this.#cursor);
    return ranges === undefined ? escapeSequence(letter, this.#cursor) : inClass(ranges);
  }

  #group(): string {
    if (this.#cursor.takeMatch(/\?#([^)]*)\)/y) !== undefined) return '';
    if (this.#cursor.peek() !== '?') return '(';
    const plain = GROUP_STARTS.find((start) => this.#cursor.takeText(start.slice(1)));
    if (plain !== undefined) return plain;
    const name =
      this.#cursor.takeMatch(/\?<([A-Za-z_]\w*)>/y) ??
      this.#cursor.takeMatch(/\?'([A-Za-z_]\w*)'/y);
    // Without references back to it a name means nothing.
    if (name !== undefined) return '(';
    throw new UnsupportedPatternError(`group ${this.#cursor.around()}`);
  }

  #characterClass(): string {
    const negated = this.#cursor.takeText('^');
    let body = '';
    // A bracket that comes first stands for itself.
    if (this.#cursor.takeText(']')) body += '\\]';
    while (this.#cursor.peek() !== ']') {
      if (this.#cursor.atEnd) throw new SyntaxError('Unterminated character class');
      body += this.#classMember();
    }
    this.#cursor.take();
    return `[${negated ? '^' : ''}${body}]`;
  }

  #classMember(): string {
    const character = this.#cursor.take();
    if (character === '\\') return this.#classEscape();
    const next = this.#cursor.peek();
    if (character === '-' && next === '[') throw new UnsupportedPatternError('class subtraction');
    if (character === '[' && next === ':') throw new UnsupportedPatternError('[:name:]');
    return character === '[' ? '\\[' : character;
  }

  #classEscape(): string {
    const letter = this.#cursor.take();
    if (letter === 'b') return '\\u0008';
    const ranges = shorthandAt(letter) ?? propertyRanges(letter, this.#cursor);
    if (ranges === undefined) return escapeSequence(letter, this.#cursor);
    if (this.#cursor.ahead('-') && !this.#cursor.ahead('-]')) {
      throw new UnsupportedPatternError('a class as the start of a range');
    }
    return classBody(ranges);
  }
}
