import { describe, expect, it } from '@jest/globals';
import { translateDotnetRegex, UnsupportedPatternError } from './dotnet-regex.js';

const finds = (pattern: string, text: string) => translateDotnetRegex(pattern).test(text);

describe('filter expressions of .NET', () => {
  it.each([
    ['^[^$].*', 'Noted', true],
    ['^[^$].*', '$metadata', false],
    ['tag-\\d+$', 'a-tag-12', true],
    ['incident', 'the incident-1', true],
    ['Incident', 'incident', false],
    ['(?i)Incident', 'incident', true],
    ['a$', 'a\n', true],
    ['a\\z', 'a\n', false],
    ['^b', 'a\nb', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['a.b', 'a\rb', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['^\\d$', '٣', true],
    ['^\\w+$', 'größe', true],
    ['^\\W$', 'ö', false],
    ['\\bß', 'aß', false],
    ['^[\\w-]+$', 'ä-b', true],
    ['^[^\\d]$', '٣', false],
    ['^\\p{Lu}', 'Ärger', true],
    ['^[]a]+$', ']a]', true],
    ["^(?'name'a)(?<other>b)$", 'ab', true],
    ['a(?#comment)b', 'ab', true],
    ['(?<=x)y', 'xy', true],
    ['\\x41\\u0042', 'AB', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(finds(pattern, text)).toBe(expected);
  });

  it.each([
    '(?>a+)b',
    '(?i:a)',
    'a(?i)b',
    '(?x)a b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '[a-z-[aeiou]]',
    '(?(a)b|c)',
    '\\p{IsGreek}',
    '\\G',
    '[[:alpha:]]',
  ])('%s is refused, not run as something else', (pattern) => {
    expect(() => translateDotnetRegex(pattern)).toThrow(UnsupportedPatternError);
  });

  it.each(['(', 'a**', '[a', '\\', '*'])('%s is no expression', (pattern) => {
    expect(() => translateDotnetRegex(pattern)).toThrow(SyntaxError);
  });
});
