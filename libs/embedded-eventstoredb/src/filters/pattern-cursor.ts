/** A part of a .NET expression that JavaScript cannot do, or would do differently. */
export class UnsupportedPatternError extends Error {
  constructor(part: string) {
    super(`This filter expression cannot be run here: ${part}`);
    this.name = 'UnsupportedPatternError';
  }
}

/** A place in a pattern. */
export class PatternCursor {
  #at = 0;

  constructor(private readonly pattern: string) {}

  get atEnd(): boolean {
    return this.#at >= this.pattern.length;
  }

  peek(): string | undefined {
    return this.pattern[this.#at];
  }

  ahead(text: string): boolean {
    return this.pattern.startsWith(text, this.#at);
  }

  take(): string {
    const character = this.pattern[this.#at];
    if (character === undefined) throw new SyntaxError('The expression ends too early');
    this.#at += 1;
    return character;
  }

  takeText(text: string): boolean {
    const found = this.ahead(text);
    if (found) this.#at += text.length;
    return found;
  }

  /** Takes what a sticky expression matches here; answers its first group. */
  takeMatch(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.pattern);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match[1] ?? '';
  }

  /** A few characters from here, for a message. */
  around(): string {
    return this.pattern.slice(Math.max(this.#at - 1, 0), this.#at + 8);
  }
}
