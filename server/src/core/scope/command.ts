import type { Answer, Match, Question, Scope } from './question.ts';

/**
 * One word of a simple command after quoting is removed. `text` is what is known of it; a word with an expansion is
 * dynamic: anything may stand between its known prefix and suffix, and, unquoted, it may become any number of words.
 */
export type Word =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'dynamic'; readonly prefix: string; readonly suffix: string; readonly splits: boolean };

/** Is this simple command (its argument vector) in the scope? `*` is one word, `**` any number, `*` inside a word any part of it. */
export function matchesCommand(scope: Scope, words: readonly Word[]): Match {
  throw new Error(`stub ${scope.length} ${words.length}`);
}

export function commandPatternProblem(
  text: string,
): { readonly message: string; readonly start: number; readonly end: number } | undefined {
  throw new Error(`stub ${text}`);
}

/** A command line (one simple command, words quoted where a shell needs it) in all of the scopes and none of the others. */
export function commandWitness(question: Question): Answer {
  throw new Error(`stub ${question.all.length}`);
}
