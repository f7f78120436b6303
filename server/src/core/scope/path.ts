import { type Automaton, automaton, isTooLong, NO_TEXT } from './automaton.ts';
import { type Charset, charset, complement, SURROGATES, union, without } from './charset.ts';
import { choice, EMPTY_TEXT, type Expression, literal, optional, plus, sequence, set, star } from './expression.ts';
import {
  expandSegments,
  globExpression,
  type PatternProblem,
  type Piece,
  readGlob,
  TOO_MANY_ALTERNATIVES,
  tooLarge,
} from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import type { Answer, Question, Scope } from './question.ts';
import { filled, PATH_FILLS, polishedParts, turnsOf } from './templates.ts';
import { type Domain, witness } from './witness.ts';

const SIGNS = { one: true, classes: true };

/**
 * How a path is spelt inside automata: one sign for its root, then its segments. A root is no segment, so that `*` can
 * never stand for `..` and `**` never leaves the workspace.
 */
export const ROOT = { workspace: '\u0001', up: '\u0002', home: '~', absolute: '/' } as const;

/** What a segment is made of. */
export const SEGMENT_CHARACTERS: Charset = complement(charset('/\u0000\u0001\u0002'));

const SLASH = literal('/');
const SEGMENT = plus(set(SEGMENT_CHARACTERS));

/** Is this path, normalised and relative to the workspace root (or beginning with `/` or `~/`), in the scope? */
export function matchesPath(scope: Scope, path: string): boolean {
  const normal = isNormal(path) ? path : normalisePath(path);
  const { root, rest } = rootOf(normal);
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (!pathPattern(text).matches(rest, root)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** The patterns of a scope, looked up once. */
export type CompiledPaths = readonly { readonly matches: Matcher; readonly negated: boolean }[];

export function compiledPaths(scope: Scope): CompiledPaths {
  return scope.map(({ text, negated }) => ({ matches: pathPattern(text).matches, negated }));
}

/** The same as {@link matchesPath} for one who asks many scopes about one path, which {@link rootOf} has taken apart. */
export function matchesCompiled(compiled: CompiledPaths, { root, rest }: ReturnType<typeof rootOf>): boolean {
  let found = false;
  for (const { matches, negated } of compiled) {
    if ((!negated && found) || !matches(rest, root)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** The path without `.`, `..`, empty segments and a trailing slash. `..` above the root stays and so leaves the workspace. The root itself is `.`. */
export function normalisePath(path: string, directory = ''): string {
  const full =
    path.startsWith('/') || path === '~' || path.startsWith('~/') || directory === '' ? path : `${directory}/${path}`;
  const root = full.startsWith('/') ? '/' : full === '~' || full.startsWith('~/') ? '~' : '';
  const segments: string[] = [];
  for (const segment of full.slice(root.length).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    // Nothing is above `/`; above the workspace and above home is somewhere else.
    else if (root !== '/') segments.push('..');
  }
  const rest = segments.join('/');
  if (root === '/') return `/${rest}`;
  if (root === '~') return rest === '' ? '~' : `~/${rest}`;
  // A file `~` in the workspace is not the home directory.
  return rest === '' ? '.' : segments[0] === '~' ? `./${rest}` : rest;
}

/** What is wrong with a pattern's text, with an offset in it; undefined when it can be used. */
export function pathPatternProblem(text: string): PatternProblem | undefined {
  return pathPattern(text).problem;
}

function isNormal(path: string): boolean {
  if (path === '' || path.endsWith('/')) return false;
  if (path.includes('//') || path.includes('/./') || path.includes('/../') || path.startsWith('./')) return false;
  return !path.includes('..') && !path.endsWith('/.');
}

/** The root sign and the segments of a normalised path. */
export function rootOf(path: string): { readonly root: string; readonly rest: string } {
  if (path.startsWith('/')) return { root: ROOT.absolute, rest: path.slice(1) };
  if (path === '~' || path.startsWith('~/')) return withoutUps(path.slice(2), ROOT.home);
  if (path === '.') return { root: ROOT.workspace, rest: '' };
  if (path.startsWith('./')) return { root: ROOT.workspace, rest: path.slice(2) };
  return withoutUps(path, ROOT.workspace);
}

function withoutUps(path: string, root: string): { root: string; rest: string } {
  let rest = path;
  let ups = '';
  while (rest === '..' || rest.startsWith('../')) {
    ups += ROOT.up;
    rest = rest.slice(3);
  }
  return { root: root === ROOT.workspace && ups !== '' ? ups : root + ups, rest };
}

/** A path in all of the scopes and none of the others. */
export function pathWitness(question: Question): Answer {
  return witness(PATHS, question);
}

interface PathPattern {
  readonly automaton: Automaton;
  readonly matches: Matcher;
  readonly problem: PatternProblem | undefined;
}

/** A pattern's language and matcher, compiled once per text. */
export const pathPattern = remembered((text: string): PathPattern => {
  if (isTooLong(text)) return { automaton: NO_TEXT, matches: matcher(NO_TEXT), problem: tooLarge(text) };
  const { expression, problem } = readPathPattern(text);
  const compiled = automaton(expression);
  if (compiled !== undefined) return { automaton: compiled, matches: matcher(compiled), problem };
  const exact = automaton(asWritten(text)) ?? NO_TEXT;
  return {
    automaton: exact,
    matches: matcher(exact),
    problem: problem ?? tooLarge(text),
  };
});

function asWritten(text: string): Expression {
  const { root, rest } = rootOf(normalisePath(text));
  return literal(root + rest);
}

function readPathPattern(text: string): { expression: Expression; problem: PatternProblem | undefined } {
  const { pieces, problem } = readGlob(text, SIGNS);
  const expanded = expandSegments(text, SIGNS);
  if (expanded === undefined) {
    return {
      expression: asWritten(text),
      problem: problem ?? { message: TOO_MANY_ALTERNATIVES, start: 0, end: text.length },
    };
  }
  const alternatives = expanded.map(oneExpression);
  return { expression: choice(alternatives), problem: problem ?? segmentProblem(text, pieces) };
}

/** The language of a pattern without braces around `/` or `**`. */
function oneExpression(text: string): Expression {
  const { root, segments } = readSegments(text);
  return sequence(literal(root), segmentsExpression(segments));
}

/** The root sign and the segments of a pattern without braces around `/` or `**`; each `*` is a piece of its own. */
function readSegments(text: string): { readonly root: string; readonly segments: readonly (readonly Piece[])[] } {
  const { pieces } = readGlob(text, SIGNS);
  const segments = segmentsOf(pieces);
  const absolute = segments.length > 1 && segments[0]!.length === 0;
  const home = !absolute && isLiteral(segments[0], '~');
  let root: string = absolute ? ROOT.absolute : home ? ROOT.home : ROOT.workspace;
  const kept: (readonly Piece[])[] = [];
  for (const segment of segments.slice(absolute || home ? 1 : 0)) {
    if (segment.length === 0 || isLiteral(segment, '.')) continue;
    if (!isLiteral(segment, '..')) kept.push(segment);
    else if (kept.length > 0 && kept.at(-1)!.every((piece) => piece.kind === 'character')) kept.pop();
    else if (kept.length > 0) kept.push(segment);
    else if (!absolute) root = root === ROOT.workspace ? ROOT.up : root + ROOT.up;
  }
  return { root, segments: kept };
}

/**
 * What a pattern says, for writing it in another dialect: one root sign and segments for each alternative that has `/`
 * or `**` in its braces. A segment of two `*` is `**`. Undefined where there are too many alternatives.
 */
export function pathPatternParts(
  text: string,
): readonly { readonly root: string; readonly segments: readonly (readonly Piece[])[] }[] | undefined {
  return expandSegments(text, SIGNS)?.map(readSegments);
}

/** The same as languages: for each alternative its root, as people write it, and what follows; undefined where there are too many. */
export function pathPatternLanguages(
  text: string,
): readonly { readonly root: string; readonly rest: Expression }[] | undefined {
  return pathPatternParts(text)?.map(({ root, segments }) => ({
    root: [...root].map((sign) => ROOT_TEXTS[sign] ?? '').join(''),
    rest: segmentsExpression(segments),
  }));
}

const ROOT_TEXTS: Readonly<Record<string, string>> = {
  [ROOT.workspace]: './',
  [ROOT.up]: '../',
  [ROOT.home]: '~/',
  [ROOT.absolute]: '/',
};

/** Segments joined by `/`; `**` is any number of them, and at the end of a longer pattern at least one. */
function segmentsExpression(segments: readonly (readonly Piece[])[]): Expression {
  const joined = segments.filter((segment, index) => !isGlobstar(segment) || !isGlobstar(segments[index - 1]));
  const parts: Expression[] = [];
  joined.forEach((segment, index) => {
    const last = index === joined.length - 1;
    if (!isGlobstar(segment)) {
      parts.push(
        segment.every((piece) => piece.kind === 'any') ? SEGMENT : globExpression(segment, SEGMENT_CHARACTERS),
      );
      if (!last) parts.push(SLASH);
    } else if (!last) parts.push(star(sequence(SEGMENT, SLASH)));
    else {
      const under = sequence(SEGMENT, star(sequence(SLASH, SEGMENT)));
      parts.push(joined.length === 1 ? optional(under) : under);
    }
  });
  if (parts.length < 2) return parts[0] ?? EMPTY_TEXT;
  // Not as arguments of a call: there may be more segments than a call takes.
  return { kind: 'sequence', parts };
}

function segmentsOf(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'character' && piece.character === '/') segments.push([]);
    else segments.at(-1)!.push(piece);
  }
  return segments;
}

function isGlobstar(segment: readonly Piece[] | undefined): boolean {
  return segment !== undefined && segment.length > 1 && segment.every((piece) => piece.kind === 'any');
}

function isLiteral(segment: readonly Piece[] | undefined, text: string): boolean {
  if (segment === undefined || segment.length !== text.length) return false;
  return segment.every(
    (piece, index) => piece.kind === 'character' && !piece.escaped && piece.character === text[index],
  );
}

/** Spellings that can be read, and yet are not what their writer means. */
function segmentProblem(text: string, pieces: readonly Piece[]): PatternProblem | undefined {
  if (text === '') return { message: 'the pattern is empty', start: 0, end: 0 };
  if (text.length > 1 && text.endsWith('/') && !text.endsWith('\\/')) {
    return {
      message: `a path never ends with \`/\`; write \`${text}**\` for what is under it`,
      start: text.length - 1,
      end: text.length,
    };
  }
  const double = text.indexOf('//');
  if (double !== -1) return { message: '`//` is an empty segment; write one `/`', start: double, end: double + 2 };
  const escaped = pieces.find(
    (piece) => piece.kind === 'character' && piece.escaped && /[\p{L}\p{N}_.]/u.test(piece.character),
  );
  if (escaped !== undefined) {
    return {
      message: '`\\` takes the meaning from the sign after it; between segments write `/`',
      start: escaped.start,
      end: escaped.start + 1,
    };
  }
  for (const found of text.matchAll(/\*\*+/g)) {
    const before = text[found.index - 1];
    const after = text[found.index + found[0].length];
    const whole = (before === undefined || '/{,'.includes(before)) && (after === undefined || '/},'.includes(after));
    if (whole && found[0].length === 2) continue;
    if (before === '\\') continue;
    return {
      message: whole
        ? `\`${found[0]}\` is \`**\`; write that`
        : '`**` stands for whole segments only and is `*` here; write `**/` before or `/**` after a name',
      start: found.index,
      end: found.index + found[0].length,
    };
  }
  const up = /(?<=[^/.][^/]*\/)\.\.(?=\/|$)/.exec(text);
  if (up !== null)
    return { message: '`..` after a name: write the path that is meant', start: up.index, end: up.index + 2 };
  return undefined;
}

/** Every normalised path: a root, then segments that are neither `.` nor `..`. */
function everyPath(): Expression {
  const dot = charset('.');
  const named = set(without(SEGMENT_CHARACTERS, union(dot, SURROGATES)));
  const any = star(set(without(SEGMENT_CHARACTERS, SURROGATES)));
  const segment = choice([
    sequence(named, any),
    sequence(
      set(dot),
      choice([sequence(named, any), sequence(set(dot), plus(set(without(SEGMENT_CHARACTERS, SURROGATES))))]),
    ),
  ]);
  const root = choice([
    literal(ROOT.workspace),
    literal(ROOT.absolute),
    sequence(optional(literal(ROOT.home)), plus(literal(ROOT.up))),
    literal(ROOT.home),
  ]);
  return sequence(root, optional(sequence(segment, star(sequence(SLASH, segment)))));
}

/** Paths as sets. */
export const PATHS: Domain = {
  universe: automaton(everyPath())!,
  automaton: (pattern) => pathPattern(pattern).automaton,
  decode: (encoded) => {
    if (encoded.startsWith(ROOT.absolute)) return encoded;
    const parts = encoded.startsWith(ROOT.home) ? ['~'] : [];
    let at = encoded.startsWith(ROOT.home) || encoded.startsWith(ROOT.workspace) ? 1 : 0;
    for (; encoded[at] === ROOT.up; at++) parts.push('..');
    const rest = encoded.slice(at);
    // A file `~` in the workspace is not the home directory.
    if (parts.length === 0 && (rest === '~' || rest.startsWith('~/'))) parts.push('.');
    if (rest !== '') parts.push(rest);
    return parts.length === 0 ? '.' : parts.join('/');
  },
  has: matchesPath,
  *templates(pattern) {
    for (const text of (expandSegments(pattern, SIGNS) ?? []).slice(0, 8)) {
      const { pieces } = readGlob(text, SIGNS);
      const segments = segmentsOf(pieces);
      for (const { part, whole, deep } of PATH_FILLS) {
        for (let turn = 0; turn < turnsOf(pieces); turn++) {
          const path = segments.flatMap((segment, index) => {
            const last = index === segments.length - 1;
            if (isGlobstar(segment)) return last ? deep : [];
            const open = segment.length > 0 && segment.every((piece) => piece.kind === 'any');
            return open ? (last ? whole : 'src') : filled(segment, part, turn);
          });
          yield normalisePath(path.join('/'));
        }
      }
    }
  },
  *polished(path) {
    for (const parts of polishedParts(path.split('/'), NAMES_IN_PATHS)) yield normalisePath(parts.join('/'));
  },
};

const NAMES_IN_PATHS = { last: ['main.ts', 'main', 'package.json', 'README.md'], before: ['src', 'main'] };
