import type { Word } from '../scope/command.ts';
import type { Span } from '../span.ts';

/**
 * A command line as we understand it: what runs, in which order, and what may keep it from running. Parsers and their
 * trees stay behind shell.ts.
 */
export interface ShellReading {
  readonly node: ShellNode;
  /** Why the line, or a part of it, is not understood. Such a line is never allowed. */
  readonly unparsed?: string;
}

export type ShellNode =
  | { readonly kind: 'command'; readonly command: SimpleCommand }
  /** Redirections of a compound command, opened before it runs. */
  | { readonly kind: 'redirections'; readonly redirections: readonly Redirection[] }
  /** A variable that a loop or an expansion sets. */
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  | { readonly kind: 'sequence'; readonly items: readonly ShellNode[] }
  | { readonly kind: 'and' | 'or'; readonly left: ShellNode; readonly right: ShellNode }
  | { readonly kind: 'not'; readonly node: ShellNode }
  /** Runs in a shell of its own: its directory and functions do not reach what follows. */
  | { readonly kind: 'apart'; readonly node: ShellNode }
  /** Any one of these runs, or none of them. */
  | { readonly kind: 'branches'; readonly branches: readonly ShellNode[] }
  /** Runs any number of times. */
  | { readonly kind: 'loop'; readonly node: ShellNode }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellNode };

export interface SimpleCommand {
  /** The argument vector. Empty where there are only assignments or redirections. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  readonly redirections: readonly Redirection[];
  readonly text: string;
  /** Where it stands in the line; absent in text that exists only after unquoting. */
  readonly span?: Span;
}

export interface ShellWord {
  readonly word: Word;
  /** As written, with its quotes. */
  readonly text: string;
  readonly span?: Span;
  /** `~` or `~/…`, not quoted: the home directory. `~name` and `~+` are directories that we do not know. */
  readonly tilde?: 'home' | 'other';
  /** The word as a path pattern, where file name patterns are all that is dynamic in it. */
  readonly glob?: string;
  /** Where the known text begins in the line, when it stands there letter by letter. */
  readonly textAt?: number;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly text: string;
  readonly span?: Span;
}

export interface Redirection {
  readonly operator: string;
  readonly target: ShellWord;
  readonly text: string;
  readonly span?: Span;
}

export const EMPTY_NODE: ShellNode = { kind: 'sequence', items: [] };

/** A word that stands for any text; unquoted, for any number of words. */
export function anyWord(text: string, splits: boolean): ShellWord {
  return { word: { kind: 'dynamic', prefix: '', suffix: '', splits }, text };
}

/** A word of which every letter is known. */
export function literalWord(text: string): ShellWord {
  return { word: { kind: 'literal', text }, text };
}

/** More than this is no command line that anybody means: commands, words, and words that are only known when it runs. */
export const MOST_PARTS = 1000;
export const MOST_WORDS = 2000;
export const MOST_DYNAMIC = 100;
export const TOO_MANY_PARTS = 'it runs more than 1,000 commands';
export const TOO_MANY_WORDS = 'it has more than 2,000 words';
export const TOO_MANY_DYNAMIC = 'it has more than 100 words that are only known when it runs';
