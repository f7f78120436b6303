import { type Charset, complement, normalised, oneCharacter, union } from './charset.ts';
import { choice, type Expression, sequenceOf, set, star } from './expression.ts';

/** What is wrong with a pattern's text, and where in it. */
export interface PatternProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A piece of a glob. `any` is one `*` as written, so that each kind of pattern gives `**` its own meaning. */
export type Piece =
  | { readonly kind: 'character'; readonly character: string; readonly start: number; readonly escaped?: true }
  | { readonly kind: 'any'; readonly start: number }
  | { readonly kind: 'one'; readonly start: number }
  | { readonly kind: 'class'; readonly set: Charset; readonly start: number }
  | { readonly kind: 'alternatives'; readonly of: readonly (readonly Piece[])[]; readonly start: number };

/** Which signs are special. Commands leave `?` and `[` to the commands; URLs need `?` for the query. */
export interface GlobSigns {
  readonly one: boolean;
  readonly classes: boolean;
}

const DEEPEST = 20;

/** Takes a glob apart. Never fails: what is malformed stands for itself, and the first problem is told. */
export function readGlob(text: string, signs: GlobSigns): { pieces: Piece[]; problem: PatternProblem | undefined } {
  let problem: PatternProblem | undefined;
  const complain = (message: string, start: number, end: number) => {
    problem ??= { message, start, end };
  };

  const readClass = (start: number): { set: Charset; end: number } | undefined => {
    let index = start + 1;
    const negated = text[index] === '!' || text[index] === '^';
    if (negated) index++;
    const ranges: number[] = [];
    while (index < text.length && text[index] !== ']') {
      if (text[index] === '/') break;
      if (text[index] === '\\' && index + 1 < text.length) index++;
      const low = text.codePointAt(index)!;
      index += low > 0xffff ? 2 : 1;
      let high = low;
      if (text[index] === '-' && index + 1 < text.length && text[index + 1] !== ']') {
        index++;
        if (text[index] === '\\' && index + 1 < text.length) index++;
        high = text.codePointAt(index)!;
        index += high > 0xffff ? 2 : 1;
      }
      if (low > high) complain('the range in `[…]` runs backwards', start, index);
      else ranges.push(low, high);
    }
    if (text[index] !== ']' || ranges.length === 0) {
      complain(
        text[index] === ']'
          ? '`[]` names no character; write `\\[` for a bracket'
          : '`[` is not closed; write `\\[` for a bracket',
        start,
        Math.min(index + 1, text.length),
      );
      return undefined;
    }
    const listed = normalised(ranges);
    return { set: negated ? complement(listed) : listed, end: index + 1 };
  };

  const read = (from: number, depth: number): { pieces: Piece[]; end: number } => {
    const pieces: Piece[] = [];
    let index = from;
    while (index < text.length) {
      const start = index;
      const sign = text[index]!;
      if (depth > 0 && (sign === ',' || sign === '}')) break;
      if (sign === '\\') {
        if (index + 1 === text.length) complain('`\\` has nothing after it to stand for', start, start + 1);
        else index++;
      } else if (sign === '*') {
        pieces.push({ kind: 'any', start });
        index++;
        continue;
      } else if (sign === '?' && signs.one) {
        pieces.push({ kind: 'one', start });
        index++;
        continue;
      } else if (sign === '[' && signs.classes) {
        const found = readClass(start);
        if (found !== undefined) {
          pieces.push({ kind: 'class', set: found.set, start });
          index = found.end;
          continue;
        }
      } else if (sign === '{') {
        const group = readGroup(start, depth);
        if (group !== undefined) {
          pieces.push({ kind: 'alternatives', of: group.of, start });
          index = group.end;
          continue;
        }
      }
      const character = String.fromCodePoint(text.codePointAt(index)!);
      pieces.push(
        index > start
          ? { kind: 'character', character, start, escaped: true }
          : { kind: 'character', character, start },
      );
      index += character.length;
    }
    return { pieces, end: index };
  };

  const readGroup = (start: number, depth: number): { of: Piece[][]; end: number } | undefined => {
    // Whether the group is one at all is decided before its inside is read, so that every sign is read once per level.
    const end = closing.get(start);
    if (end === undefined) {
      if (!commas.has(start)) return undefined;
      complain('`{` is not closed; write `\\{` for a brace', start, start + 1);
      return undefined;
    }
    if (!commas.has(start)) {
      if (/^\{\S+\.\.\S+\}$/.test(text.slice(start, end + 1))) {
        complain('`{a..b}` is no range here; list the alternatives with commas', start, end + 1);
      }
      return undefined;
    }
    if (depth >= DEEPEST) {
      complain(`braces are nested more than ${DEEPEST} deep`, start, start + 1);
      return undefined;
    }
    const of: Piece[][] = [];
    let index = start;
    while (index < end) {
      const alternative = read(index + 1, depth + 1);
      of.push(alternative.pieces);
      if (alternative.end <= index || alternative.end > end) return undefined;
      index = alternative.end;
    }
    return { of, end: end + 1 };
  };

  const { closing, commas } = braces(text, signs);
  return { pieces: read(0, 0).pieces, problem };
}

/** Where each `{` is closed, and which have a comma of their own: without one a brace is an ordinary character. */
export function braces(text: string, signs: GlobSigns): { closing: Map<number, number>; commas: Set<number> } {
  const closing = new Map<number, number>();
  const commas = new Set<number>();
  const open: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const sign = text[index];
    if (sign === '\\') index++;
    else if (sign === '[' && signs.classes) {
      const end = classEnd(text, index);
      if (end !== undefined) index = end;
    } else if (sign === '{') open.push(index);
    else if (sign === ',' && open.length > 0) commas.add(open.at(-1)!);
    else if (sign === '}' && open.length > 0) closing.set(open.pop()!, index);
  }
  return { closing, commas };
}

/** The closing bracket of a character class, or undefined where `[` stands for itself. */
function classEnd(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length && text[index] !== '/'; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ']') return index > start + 1 ? index : undefined;
  }
  return undefined;
}

const MOST_ALTERNATIVES = 256;

/**
 * Writes out those braces that have `/` or `**` in them, because only then the segments are known. Braces within a
 * segment stay, whatever their number. Undefined where there would be too many.
 */
export function expandSegments(text: string, signs: GlobSigns): readonly string[] | undefined {
  let done: string[] = [];
  const waiting = [text];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { closing, commas } = braces(next, signs);
    const start = [...commas]
      .sort((a, b) => a - b)
      .find((open) => closing.has(open) && /\/|\*\*/.test(next!.slice(open, closing.get(open))));
    if (start === undefined) done.push(next);
    else {
      const end = closing.get(start)!;
      let from = start + 1;
      let depth = 0;
      const before = next.slice(0, start);
      const after = next.slice(end + 1);
      for (let index = start + 1; index <= end; index++) {
        const sign = next[index];
        if (sign === '\\') index++;
        else if (sign === '{' && closing.has(index)) depth++;
        else if (index === end || (sign === ',' && depth === 0)) {
          waiting.push(before + next.slice(from, index) + after);
          from = index + 1;
        } else if (sign === '}') depth--;
      }
    }
    if (waiting.length + done.length > MOST_ALTERNATIVES) return undefined;
  }
  done = [...new Set(done)];
  return done;
}

/** A pattern that no automaton is made of. */
export function tooLarge(text: string): PatternProblem {
  return { message: 'the pattern is too large', start: 0, end: text.length };
}

export const TOO_MANY_ALTERNATIVES = `braces with \`/\` or \`**\` stand for more than ${MOST_ALTERNATIVES} patterns; write them as a list`;

/** The language of pieces in which `*` is any text of `within`. Several `*` in a row are one. */
export function globExpression(pieces: readonly Piece[], within: Charset): Expression {
  const parts: Expression[] = [];
  const anyWithin = set(within);
  let starred = false;
  for (const piece of pieces) {
    if (piece.kind === 'any') {
      if (!starred) parts.push(star(anyWithin));
      starred = true;
      continue;
    }
    starred = false;
    if (piece.kind === 'character') parts.push(set(oneCharacter(piece.character.codePointAt(0)!)));
    else if (piece.kind === 'one') parts.push(anyWithin);
    else if (piece.kind === 'class') parts.push(set(intersection(piece.set, within)));
    else parts.push(choice(piece.of.map((alternative) => globExpression(alternative, within))));
  }
  return sequenceOf(parts);
}

function intersection(a: Charset, b: Charset): Charset {
  return complement(union(complement(a), complement(b)));
}
