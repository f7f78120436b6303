import type { Charset } from '../scope/charset.ts';
import { LAST_CODE_POINT } from '../scope/charset.ts';
import type { Expression } from '../scope/expression.ts';

/** A regular language as an expression of RE2, which JavaScript reads in the same way with its `u` flag; without anchors. */
export function expressionRegex(expression: Expression): string {
  switch (expression.kind) {
    case 'set':
      return setRegex(expression.set);
    case 'sequence':
      return expression.parts
        .map((part) => (part.kind === 'choice' ? `(?:${expressionRegex(part)})` : expressionRegex(part)))
        .join('');
    case 'choice':
      // No text at all is in the empty choice.
      return expression.parts.length === 0 ? '[^\\x{0}-\\x{10ffff}]' : expression.parts.map(expressionRegex).join('|');
    case 'star':
      return `${group(expression.of)}*`;
    case 'plus':
      return `${group(expression.of)}+`;
  }
}

function group(expression: Expression): string {
  return expression.kind === 'set' ? setRegex(expression.set) : `(?:${expressionRegex(expression)})`;
}

function setRegex(set: Charset): string {
  if (set.length === 2 && set[0] === set[1]) return sign(set[0]!);
  let text = '';
  for (let index = 0; index < set.length; index += 2) {
    text +=
      set[index] === set[index + 1]
        ? sign(set[index]!)
        : `${sign(set[index]!)}-${sign(Math.min(set[index + 1]!, LAST_CODE_POINT))}`;
  }
  return `[${text}]`;
}

/** One code point, as RE2 spells what is no letter or digit. */
function sign(code: number): string {
  const character = String.fromCodePoint(code);
  return /[A-Za-z0-9_]/.test(character) ? character : `\\x{${code.toString(16)}}`;
}
