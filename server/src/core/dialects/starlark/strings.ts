import type { Span } from '../../span.ts';
import { BeyondUs, StarlarkError } from './problem.ts';

/** A string literal, read. */
export interface StringToken {
  /** What it stands for; of a format string the text between its holes, one more than there are holes. */
  readonly parts: readonly string[];
  /** Where the expressions stand that a format string puts in. */
  readonly holes: readonly Span[];
  /** After its prefix and opening quotes, and before its closing ones. */
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly end: number;
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/**
 * Reads the string literal that begins at `start` with `opening`: its prefix and first quote.
 * @throws StarlarkError where it does not end, or has an escape that is none.
 */
export function readString(text: string, start: number, opening: string): StringToken {
  const quote = opening.slice(-1);
  const raw = opening.includes('r');
  const format = opening.includes('f');
  const first = start + opening.length;
  const triple = text.startsWith(quote + quote, first);
  const closing = triple ? quote.repeat(3) : quote;
  const innerStart = triple ? first + 2 : first;
  const parts: string[] = [];
  const holes: Span[] = [];
  let value = '';
  let at = innerStart;
  for (;;) {
    const c = text[at];
    if (c === undefined || (c === '\n' && !triple))
      throw new StarlarkError('this string does not end', { start, end: Math.min(at, text.length) });
    if (text.startsWith(closing, at)) break;
    if (c === '\\') {
      const read = escapeAt(text, at, raw ? (format ? quote : `"'`) : undefined);
      value += read.value;
      at = read.end;
    } else if (format && (c === '{' || c === '}')) {
      if (text[at + 1] === c) {
        value += c;
        at += 2;
        continue;
      }
      const end = endOfHole(text, at);
      parts.push(value);
      value = '';
      holes.push({ start: at + 1, end });
      at = end + 1;
    } else if (c === '\r' && text[at + 1] === '\n') {
      value += '\n';
      at += 2;
    } else {
      value += c;
      at++;
    }
  }
  parts.push(value);
  return { parts, holes, innerStart, innerEnd: at, end: at + closing.length };
}

/** Where the hole that begins at `at` ends: at its closing brace. */
function endOfHole(text: string, at: number): number {
  const inside = /^\{([^{}'"\\\n]*)(.?)/.exec(text.slice(at, at + 1000));
  if (inside?.[2] === '}') return at + 1 + inside[1]!.length;
  const span = { start: at, end: at + 1 };
  if (inside && /[{'"]/.test(inside[2]!))
    throw new BeyondUs('an expression like this in a format string is not read', span);
  throw new StarlarkError(`\`${text[at]}\` stands alone in a format string`, span);
}

/** @param quotes of a raw string: those that lose the backslash before them. It keeps every other. */
function escapeAt(text: string, at: number, quotes: string | undefined): { value: string; end: number } {
  const next = text[at + 1];
  if (next === undefined) return { value: '\\', end: at + 1 };
  if (quotes !== undefined) {
    if (quotes.includes(next)) return { value: next, end: at + 2 };
    return { value: `\\${next}`, end: at + 2 };
  }
  if (next === '\n') return { value: '', end: at + 2 };
  if (next === '\r' && text[at + 2] === '\n') return { value: '', end: at + 3 };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined)
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: at + 1 + octal.length };
  const simple = SIMPLE[next];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const digits = { x: 2, u: 4, U: 8 }[next];
  if (digits === undefined) return { value: `\\${next}`, end: at + 2 };
  const hex = text.slice(at + 2, at + 2 + digits);
  const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : Number.NaN;
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff))
    throw new StarlarkError('this escape stands for no character', { start: at, end: at + 2 + digits });
  return { value: String.fromCodePoint(code), end: at + 2 + digits };
}
