import type { Automaton } from '../scope/automaton.ts';
import { matchesPath, normalisePath, pathPattern } from '../scope/path.ts';
import type { Match, Scope } from '../scope/question.ts';
import { search } from '../scope/search.ts';
import type { ShellWord } from './shell-node.ts';

/** What is known of a path that a command touches. */
export type PathTarget =
  /**
   * One path, normalised. With `tree`, also everything under it, where it is a directory. `perhaps` are the paths in the
   * workspace that an absolute one may be, since it is not known here where the workspace stands.
   */
  | { readonly kind: 'path'; readonly path: string; readonly tree: boolean; readonly perhaps: readonly string[] }
  /** Any path that fits one of these patterns. */
  | { readonly kind: 'patterns'; readonly patterns: Scope; readonly hidden: Scope };

/** The directories in which a command may run: `cd a; cat f` may read `a/f` and, where there is no `a`, `f`. */
export type Directories = readonly string[] | 'unknown';

/** Every path that the word may be, in each of the directories. Empty for an empty word, which names no file. */
export function pathTargets(word: ShellWord, directories: Directories, tree = false): readonly PathTarget[] {
  const value = word.word;
  if (word.tilde === 'other') return [anywhere(word.text.replace(/^[^/]*/, ''), tree)];
  if (value.kind === 'literal') {
    if (value.text === '' || value.text === '-') return [];
    // A quoted tilde is a file of that name.
    const text = value.text.startsWith('~') && word.tilde === undefined ? `./${value.text}` : value.text;
    if (text.startsWith('/') || word.tilde === 'home') return [known(normalisePath(text), tree)];
    if (directories === 'unknown') return [anywhere(`/${text}`, tree)];
    return directories.map((directory) => known(normalisePath(text, directory), tree));
  }
  if (word.glob !== undefined && !(word.glob.startsWith('~') && word.tilde === undefined)) {
    const { glob } = word;
    if (glob.startsWith('/') || word.tilde === 'home') return [fitting(glob, tree)];
    if (directories === 'unknown') return [anywhere(value.suffix, tree)];
    return directories.map((directory) => {
      const prefix = normalisePath('.', directory);
      return fitting(prefix === '.' ? normalisePath(glob) : `${escaped(prefix)}/${glob}`, tree);
    });
  }
  return [anywhere(value.suffix, tree)];
}

function known(path: string, tree: boolean): PathTarget {
  return { kind: 'path', path, tree, perhaps: perhapsInside(path) };
}

/** Directories of the system, in which no workspace stands. */
const SYSTEM = /^\/(bin|boot|dev|etc|lib\d*|proc|run|sbin|sys|tmp|var\/tmp|private\/tmp|usr\/(?!src\/)[^/]+)(\/|$)/;

function perhapsInside(path: string): readonly string[] {
  if (!/^[/~]/.test(path) || SYSTEM.test(path)) return [];
  const segments = path.split('/').slice(1);
  return segments.map((_, index) => segments.slice(index).join('/')).filter((each) => each !== '');
}

/** `*.ts` in the shell does not match names that begin with a dot, unless the pattern does too. */
function fitting(glob: string, tree: boolean): PathTarget {
  const segments = glob.split('/');
  const hidden = segments.flatMap((segment, index) =>
    /^[*?[]/.test(segment) ? [[...segments.slice(0, index), '.*', ...segments.slice(index + 1)].join('/')] : [],
  );
  return {
    kind: 'patterns',
    patterns: scopeOf(tree ? [glob, `${glob}/**`] : [glob]),
    hidden: scopeOf(tree ? hidden.flatMap((each) => [each, `${each}/**`]) : hidden),
  };
}

/** Any path that ends so. `tail` begins at a segment's beginning, or is the end of a name with anything before it. */
function anywhere(tail: string, tree: boolean): PathTarget {
  const wholeSegments = tail.startsWith('/');
  const segments = tail.split('/').filter((segment) => segment !== '' && segment !== '.');
  const up = segments.lastIndexOf('..');
  const rest = segments.slice(up + 1).map(escaped);
  const end = rest.length === 0 ? '**' : wholeSegments || up >= 0 ? `**/${rest.join('/')}` : `**/*${rest.join('/')}`;
  const ends = tree && rest.length > 0 ? [end, `${end}/**`] : [end];
  return {
    kind: 'patterns',
    patterns: scopeOf(ends.flatMap((each) => [each, `/${each}`, `~/${each}`, `../${each}`, `../../${each}`])),
    hidden: [],
  };
}

function escaped(text: string): string {
  return text.replace(/[*?[\]{}!\\,]/g, '?');
}

function scopeOf(patterns: readonly string[]): Scope {
  return patterns.map((text) => ({ text, negated: false }));
}

/** Whether the target is in the scope: `yes` only when it surely is. */
export function matchesTarget(scope: Scope, target: PathTarget): Match {
  if (target.kind === 'path') {
    if (matchesPath(scope, target.path)) return 'yes';
    if (target.perhaps.some((path) => matchesPath(scope, path))) return 'maybe';
    if (!target.tree) return 'no';
    // A directory of which it is not known where it stands may hold the workspace.
    const under = target.perhaps.length > 0 ? [...below(target.path), '**'] : below(target.path);
    return overlaps(scope, scopeOf(under), []) ? 'maybe' : 'no';
  }
  return overlaps(scope, target.patterns, target.hidden) ? 'maybe' : 'no';
}

/** Everything under a directory. From `..` and `/` there is a way back into the workspace. */
function below(path: string): readonly string[] {
  if (path === '.') return ['**'];
  if (/^(\.\.\/)*\.\.$/.test(path)) return ['**', `${path}/**`];
  if (path === '/' || path === '~') return ['**', '../**', '~/**', '/**'];
  return [`${escaped(path)}/**`];
}

/** True unless it is certain that nothing is in both. */
function overlaps(scope: Scope, other: Scope, without: Scope): boolean {
  const of = (patterns: Scope, negated: boolean): Automaton[] =>
    patterns.filter((each) => each.negated === negated).map(({ text }) => pathPattern(text).automaton);
  const covering = of(scope, false);
  if (covering.length === 0) return false;
  const none = [...of(scope, true), ...of(without, false)];
  return search({ all: [covering, of(other, false)], none, budget: STATES }).kind !== 'empty';
}

/** States to explore for one word; where they do not suffice the word may be in the scope. */
const STATES = 5_000;
