import { has } from './charset.ts';
import type { Piece } from './glob.ts';

/** Ways to fill a pattern's blanks: for `*` inside a name, for `*` as a whole segment or word, and for `**`. */
export interface Fill {
  readonly part: string;
  readonly whole: string;
  readonly deep: string;
}

/** The text of pieces with their blanks filled. `turn` chooses among alternatives. */
export function filled(pieces: readonly Piece[], part: string, turn: number): string {
  let text = '';
  let starred = false;
  for (const piece of pieces) {
    if (piece.kind === 'any') {
      if (!starred) text += part;
      starred = true;
      continue;
    }
    starred = false;
    if (piece.kind === 'character') text += piece.character;
    else if (piece.kind === 'one') text += 'a';
    else if (piece.kind === 'alternatives') text += filled(piece.of[turn % piece.of.length]!, part, turn);
    else
      text +=
        [...'ax1_A.-'].find((sign) => has(piece.set, sign.codePointAt(0)!)) ?? String.fromCodePoint(piece.set[0]!);
  }
  return text;
}

/** The most alternatives of one group of braces, so that each gets its turn. */
export function turnsOf(pieces: readonly Piece[]): number {
  let most = 1;
  for (const piece of pieces) if (piece.kind === 'alternatives') most = Math.max(most, piece.of.length);
  return Math.min(most, 8);
}

export const PATH_FILLS: readonly Fill[] = [
  { part: 'main', whole: 'main.ts', deep: 'main.ts' },
  { part: 'main', whole: '.env', deep: '.env' },
  { part: 'config', whole: 'package.json', deep: 'src/main.ts' },
  { part: 'app', whole: 'README.md', deep: 'README.md' },
  { part: 'test', whole: 'src', deep: 'lib/main.js' },
  { part: '', whole: 'main', deep: 'package.json' },
];

export const NAME_FILLS: readonly string[] = ['main', 'example', 'x', 'main/x', ''];

/** What a program is likely to be told, where `**` stands for its arguments. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  git: ['push', 'commit', 'status'],
  gh: ['pr', 'repo'],
  npm: ['publish', 'install', 'test'],
  pnpm: ['publish', 'install', 'test'],
  yarn: ['publish', 'install', 'test'],
  docker: ['run', 'ps'],
  kubectl: ['delete', 'get'],
  terraform: ['apply', 'plan'],
  cargo: ['publish', 'build'],
  make: ['install', 'all'],
  aws: ['s3', 'ec2'],
  go: ['run', 'build'],
};

export function argumentsOf(program: string | undefined): readonly string[] {
  return [...((program !== undefined && ARGUMENTS[program]) || []), 'main.ts', '--version', 'x'];
}

/** Names for a part of a value that means nothing by itself, best first. */
export interface Names {
  readonly last: readonly string[];
  readonly before: readonly string[];
}

/**
 * Readable variants of a shortest value, part by part: single letters become names, and what has no name before its dot
 * gets one. A search picks the shortest text, and nobody reads `a/.pem` as a file that could be there.
 */
export function* polishedParts(parts: readonly string[], names: Names): Iterable<readonly string[]> {
  const variants = parts.map((part, index) => variantsOf(part, index === parts.length - 1 ? names.last : names.before));
  const count = Math.max(...variants.map(({ length }) => length));
  // All parts are made readable first; then, for those that have to stay as they are, one part at a time.
  for (let turn = 0; turn < count; turn++) yield variants.map((each) => each[Math.min(turn, each.length - 1)]!);
  for (let index = parts.length - 1; index >= 0; index--) {
    for (const variant of variants[index]!) {
      if (variant !== parts[index]) yield parts.map((part, each) => (each === index ? variant : part));
    }
  }
}

function variantsOf(part: string, names: readonly string[]): readonly string[] {
  if (/^[a-z]{0,2}$/.test(part)) return names;
  if (/^\.[a-z]/.test(part)) return [`main${part}`, part];
  const [, stem, rest] = /^([ax])(\..+|[-_].+)$/.exec(part) ?? [];
  return stem === undefined ? [part] : [`main${rest}`, part];
}
