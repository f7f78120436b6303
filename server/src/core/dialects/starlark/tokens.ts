import type { Span } from '../../span.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import { readString, type StringToken } from './strings.ts';

export interface Token {
  readonly kind: 'name' | 'keyword' | 'int' | 'float' | 'string' | 'op' | 'newline' | 'indent' | 'dedent' | 'end';
  /** As written; empty for what is made of whitespace. */
  readonly text: string;
  readonly span: Span;
  /** Of a string. */
  readonly string?: StringToken;
}

const KEYWORDS = new Set('and break continue def elif else for if in lambda load not or pass return'.split(' '));

/** Words that Starlark keeps for Python's sake and refuses everywhere. */
const RESERVED = new Set(
  'as assert async await class del except finally from global import is nonlocal raise try while with yield'.split(' '),
);

const OPERATORS =
  '<<= >>= //= ... ** -> // << >> <= >= == != += -= *= /= %= &= |= ^= + - * / % & | ^ ~ < > = ( ) [ ] { } , : ; .'.split(
    ' ',
  );

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const STRING = /(?:fr?|rb|br?|r)?(?:"|')/y;

/**
 * A Starlark file as tokens, with the indentation as tokens of their own.
 * @throws StarlarkError where the text has no tokens, BeyondUs where it has some that we do not read.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const indents = [0];
  let at = 0;
  let depth = 0;
  let lineStart = true;

  const push = (kind: Token['kind'], start: number, end: number, string?: StringToken) => {
    tokens.push({ kind, text: text.slice(start, end), span: { start, end }, ...(string && { string }) });
  };

  while (at < text.length) {
    if (lineStart && depth === 0) {
      const from = at;
      while (text[at] === ' ' || text[at] === '\t') at++;
      const next = text[at];
      if (next === undefined) break;
      if (next === '\n' || next === '\r' || next === '#') {
        at = endOfLine(text, at);
        continue;
      }
      if (text.slice(from, at).includes('\t'))
        throw new StarlarkError('a tab indents this line', { start: from, end: at });
      indent(at - from, at);
      lineStart = false;
    }
    const c = text[at]!;
    if (c === ' ') {
      at++;
    } else if (c === '\t') {
      throw new StarlarkError('a tab stands outside of a string', { start: at, end: at + 1 });
    } else if (c === '#') {
      while (at < text.length && text[at] !== '\n') at++;
    } else if (c === '\n' || (c === '\r' && text[at + 1] === '\n')) {
      if (depth === 0) {
        push('newline', at, at);
        lineStart = true;
      }
      at += c === '\r' ? 2 : 1;
    } else if (c === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1;
    } else {
      at = token(at);
    }
  }
  if (!lineStart) push('newline', at, at);
  while (indents.length > 1) {
    indents.pop();
    push('dedent', at, at);
  }
  push('end', at, at);
  return tokens;

  function indent(width: number, start: number): void {
    const now = indents[indents.length - 1]!;
    if (width > now) {
      indents.push(width);
      push('indent', start, start);
      return;
    }
    while (width < indents[indents.length - 1]!) {
      indents.pop();
      push('dedent', start, start);
    }
    if (width !== indents[indents.length - 1])
      throw new StarlarkError('this indentation fits none of the lines above', { start: start - width, end: start });
  }

  function token(start: number): number {
    STRING.lastIndex = start;
    const opening = STRING.exec(text)?.[0];
    if (opening !== undefined) {
      if (opening.includes('b')) throw new BeyondUs('bytes are not read', { start, end: start + opening.length });
      const string = readString(text, start, opening);
      push('string', start, string.end, string);
      return string.end;
    }
    const name = matchAt(NAME, start);
    if (name !== undefined) {
      if (RESERVED.has(name))
        throw new StarlarkError(`\`${name}\` is a reserved word`, { start, end: start + name.length });
      push(KEYWORDS.has(name) ? 'keyword' : 'name', start, start + name.length);
      return start + name.length;
    }
    const number = matchAt(NUMBER, start);
    if (number !== undefined) {
      const end = start + number.length;
      if (/^0[0-9]+$/.test(number)) throw new StarlarkError('a number begins with 0', { start, end });
      push(/^(?:0[xXoObB].*|[0-9]+)$/.test(number) ? 'int' : 'float', start, end);
      return end;
    }
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, start));
    if (operator === undefined) {
      const character = String.fromCodePoint(text.codePointAt(start)!);
      throw new StarlarkError(`\`${character}\` has no meaning here`, { start, end: start + character.length });
    }
    if ('([{'.includes(operator)) depth++;
    else if (')]}'.includes(operator)) depth = Math.max(0, depth - 1);
    push('op', start, start + operator.length);
    return start + operator.length;
  }

  function matchAt(pattern: RegExp, start: number): string | undefined {
    pattern.lastIndex = start;
    return pattern.exec(text)?.[0];
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
