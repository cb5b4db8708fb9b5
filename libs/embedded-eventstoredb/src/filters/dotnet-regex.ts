import { DotnetPatternReader } from './dotnet-pattern-reader.js';

export { UnsupportedPatternError } from './dotnet-pattern-reader.js';

/**
 * A JavaScript expression that finds what the .NET expression finds. Throws UnsupportedPatternError
 * for what JavaScript cannot do or would do differently, SyntaxError for what is no expression.
 */
export const translateDotnetRegex = (pattern: string): RegExp => {
  const reader = new DotnetPatternReader(pattern);
  const translated = reader.translate();
  return new RegExp(translated, reader.ignoresCase ? 'i' : '');
};
