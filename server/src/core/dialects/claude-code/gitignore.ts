import { matchesStars } from '../stars.ts';

/**
 * Paths as gitignore has them: `*`, `?` and `[…]` within a segment, `**` across segments, and what matches a directory
 * matches everything under it. https://git-scm.com/docs/gitignore#_pattern_format. Case counts.
 */
export interface PathPattern {
  readonly segments: readonly Segment[];
}

type Segment = '**' | readonly Piece[];
type Piece =
  | '*'
  | '?'
  | { readonly char: string }
  | { readonly ranges: readonly (readonly [number, number])[]; readonly not: boolean };

/** `anchored`: it begins at the directory that it is relative to; otherwise in any directory under it. */
export function pathPattern(text: string, anchored: boolean): PathPattern {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const segments: Segment[] = anchored ? [] : ['**'];
  for (const part of parts) {
    if (part === '**') {
      if (segments.at(-1) !== '**') segments.push('**');
    } else segments.push(pieces(part));
  }
  return { segments };
}

function pieces(part: string): readonly Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < part.length; at++) {
    const char = part[at]!;
    if (char === '*') {
      if (found.at(-1) !== '*') found.push('*');
    } else if (char === '?') found.push('?');
    else if (char === '\\' && at + 1 < part.length) found.push({ char: part[++at]! });
    else if (char === '[') {
      const end = part.indexOf(']', at + (/^\[[!^]?\]/.test(part.slice(at)) ? 3 : 1));
      const set = end < 0 ? undefined : setOf(part.slice(at + 1, end));
      if (set) {
        found.push(set);
        at = end;
      } else found.push({ char });
    } else found.push({ char });
  }
  return found;
}

function setOf(text: string): Piece {
  const not = /^[!^]/.test(text);
  const chars = [...(not ? text.slice(1) : text)];
  const ranges: [number, number][] = [];
  for (let at = 0; at < chars.length; at++) {
    const low = chars[at]!.codePointAt(0)!;
    const isRange = chars[at + 1] === '-' && at + 2 < chars.length;
    ranges.push([low, isRange ? chars[at + 2]!.codePointAt(0)! : low]);
    if (isRange) at += 2;
  }
  return { ranges, not };
}

/** Does the pattern match the path, which is relative to the pattern's own directory, or a directory above it? */
export function matchesPathPattern({ segments }: PathPattern, path: string): boolean {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length === 0 || segments.length === 0) return false;
  const last = segments.length - 1;
  const open = (states: Set<number>): Set<number> => {
    // `**` may stand for no directory at all, except at the end, where it is everything inside.
    for (const state of states) if (segments[state] === '**' && state < last) states.add(state + 1);
    return states;
  };
  let states = open(new Set([0]));
  for (const name of names) {
    const next = new Set<number>();
    for (const state of states) {
      const segment = segments[state]!;
      if (segment === '**') {
        if (state === last) return true;
        next.add(state);
      } else if (matchesStars<Piece>(segment, [...name], matchesChar)) {
        if (state === last) return true;
        next.add(state + 1);
      }
    }
    if (next.size === 0) return false;
    states = open(next);
  }
  return false;
}

function matchesChar(piece: Exclude<Piece, '*'>, char: string): boolean {
  if (piece === '?') return true;
  if ('char' in piece) return piece.char === char;
  const code = char.codePointAt(0)!;
  return piece.ranges.some(([low, high]) => low <= code && code <= high) !== piece.not;
}
