import { commandPattern, encodeWords } from './command-pattern.ts';
import type { PatternProblem } from './glob.ts';
import type { Answer, Match, Question, Scope } from './question.ts';

/**
 * One word of a simple command after quoting is removed. `text` is what is known of it; a word with an expansion is
 * dynamic: anything may stand between its known prefix and suffix, and, unquoted, it may become any number of words.
 */
export type Word =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'dynamic'; readonly prefix: string; readonly suffix: string; readonly splits: boolean };

/**
 * Is this simple command (its argument vector) in the scope? `*` is one word, `**` any number, `*` inside a word any
 * part of it. Words `NAME=…` before the program are assignments: only a pattern with such words, or one that begins
 * with `**`, covers them; whoever asks about a deny asks again without them.
 */
export function matchesCommand(scope: Scope, words: readonly Word[]): Match {
  const encoded = encodedOf(words);
  if (encoded === undefined) return 'maybe';
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (!commandPattern(text).matches(encoded)) continue;
    if (negated) return 'no';
    found = true;
  }
  return found ? 'yes' : 'no';
}

/** The same words are put to every rule of a role. */
const encodings = new WeakMap<readonly Word[], { readonly text: string | undefined }>();

function encodedOf(words: readonly Word[]): string | undefined {
  let known = encodings.get(words);
  if (known === undefined) {
    const texts: string[] = [];
    for (const word of words) if (word.kind === 'literal') texts.push(word.text);
    known = { text: texts.length === words.length ? encodeWords(texts) : undefined };
    encodings.set(words, known);
  }
  return known.text;
}

export function commandPatternProblem(text: string): PatternProblem | undefined {
  return commandPattern(text).problem;
}

/** A command line (one simple command, words quoted where a shell needs it) in all of the scopes and none of the others. */
export function commandWitness(question: Question): Answer {
  throw new Error(`stub ${question.all.length}`);
}
