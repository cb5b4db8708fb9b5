import { type PatternCursor, UnsupportedPatternError } from './pattern-cursor.js';
import { categoryRanges, complementOf, type Ranges, shorthandRanges } from './utf16-classes.js';

const CONTROL: Record<string, string> = {
  a: '\\u0007',
  e: '\\u001b',
  f: '\\u000c',
  n: '\\u000a',
  r: '\\u000d',
  t: '\\u0009',
  v: '\\u000b',
};

/** The class that `\d`, `\W` and the like stand for. */
export const shorthandAt = (letter: string): Ranges | undefined => {
  const lower = letter.toLowerCase();
  if (lower !== 'd' && lower !== 'w' && lower !== 's') return undefined;
  const ranges = shorthandRanges(lower);
  return letter === lower ? ranges : complementOf(ranges);
};

/** The class that `\p{Lu}` or `\P{N}` stands for; the letter is taken already. */
export const propertyRanges = (letter: string, cursor: PatternCursor): Ranges | undefined => {
  if (letter !== 'p' && letter !== 'P') return undefined;
  const name = cursor.takeMatch(/\{([^}]*)\}/y) ?? '';
  const ranges = categoryRanges(name);
  if (ranges === undefined) throw new UnsupportedPatternError(`\\${letter}{${name}}`);
  return letter === 'p' ? ranges : complementOf(ranges);
};

const unit = (hex: string | undefined, letter: string): string => {
  if (hex === undefined) throw new SyntaxError(`Bad \\${letter} escape`);
  return `\\u${hex.padStart(4, '0')}`;
};

/** Any other escape; the letter is taken already. References back and octal numbers are refused. */
export const escapeSequence = (letter: string, cursor: PatternCursor): string => {
  const control = CONTROL[letter];
  if (control !== undefined) return control;
  if (letter === 'x') return unit(cursor.takeMatch(/([0-9A-Fa-f]{2})/y), letter);
  if (letter === 'u') return unit(cursor.takeMatch(/([0-9A-Fa-f]{4})/y), letter);
  if (/[\w\p{L}]/u.test(letter)) throw new UnsupportedPatternError(`\\${letter}`);
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
};
