import { commandPattern, isAssignment } from '../scope/command-pattern.ts';
import type { Piece } from '../scope/glob.ts';
import { pathPatternParts, ROOT } from '../scope/path.ts';

/** A word or a path segment of a pattern, as another dialect has to say it. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  /** `*` alone: any word, any segment. */
  | { readonly kind: 'any' }
  /** Text with signs in it; literal texts between which anything may stand. */
  | { readonly kind: 'open'; readonly texts: readonly string[]; readonly exact: boolean }
  /** `**`: any number of words or segments. */
  | { readonly kind: 'rest' };

export interface PathShape {
  readonly root: 'workspace' | 'home' | 'absolute';
  readonly parts: readonly Part[];
}

const MOST_SHAPES = 64;

/** The commands that a pattern stands for, without braces; undefined where there are too many, or assignments in front. */
export function commandShapes(pattern: string): readonly (readonly Part[])[] | undefined {
  let shapes: Part[][] = [[]];
  for (const pieces of commandPattern(pattern).words) {
    const alternatives = pieces === undefined ? [REST] : partsOf(pieces);
    if (alternatives === undefined) return undefined;
    shapes = shapes.flatMap((shape) => alternatives.map((part) => [...shape, part]));
    if (shapes.length > MOST_SHAPES) return undefined;
  }
  if (shapes.some(([first]) => first?.kind === 'literal' && isAssignment(first.text))) return undefined;
  return shapes;
}

/** The paths that a pattern stands for, without braces; undefined where there are too many, or it leads out of its root. */
export function pathShapes(pattern: string): readonly PathShape[] | undefined {
  const alternatives = pathPatternParts(pattern);
  if (alternatives === undefined) return undefined;
  const result: PathShape[] = [];
  for (const { root, segments } of alternatives) {
    const named = ROOTS[root];
    if (named === undefined) return undefined;
    let shapes: Part[][] = [[]];
    for (const segment of segments) {
      const isRest = segment.length > 1 && segment.every(({ kind }) => kind === 'any');
      const parts = isRest ? [REST] : partsOf(segment);
      if (parts === undefined) return undefined;
      shapes = shapes.flatMap((shape) => parts.map((part) => [...shape, part]));
      if (shapes.length + result.length > MOST_SHAPES) return undefined;
    }
    result.push(...shapes.map((parts) => ({ root: named, parts })));
  }
  return result;
}

const REST: Part = { kind: 'rest' };

const ROOTS: Readonly<Record<string, PathShape['root']>> = {
  [ROOT.workspace]: 'workspace',
  [ROOT.home]: 'home',
  [ROOT.absolute]: 'absolute',
};

/** The parts that pieces stand for, one for each way through their braces. */
function partsOf(pieces: readonly Piece[]): readonly Part[] | undefined {
  return expanded(pieces)?.map(partOf);
}

function partOf(pieces: readonly Piece[]): Part {
  const texts = [''];
  let exact = true;
  for (const piece of pieces) {
    if (piece.kind === 'character') texts[texts.length - 1] += piece.character;
    else {
      // One character, or one of a class, is said as any text: more than was meant, and the shape says so.
      if (piece.kind !== 'any') exact = false;
      if (texts.length === 1 || texts.at(-1) !== '' || !exact) texts.push('');
    }
  }
  if (texts.length === 1) return { kind: 'literal', text: texts[0]! };
  if (exact && texts.every((text) => text === '')) return { kind: 'any' };
  return { kind: 'open', texts, exact };
}

function expanded(pieces: readonly Piece[]): readonly (readonly Piece[])[] | undefined {
  let ways: Piece[][] = [[]];
  for (const piece of pieces) {
    const next = piece.kind === 'alternatives' ? piece.of.map(expanded) : [[[piece]]];
    if (next.includes(undefined)) return undefined;
    const parts = next.flatMap((each) => each ?? []);
    ways = ways.flatMap((way) => parts.map((part) => [...way, ...part]));
    if (ways.length > MOST_SHAPES) return undefined;
  }
  return ways;
}
