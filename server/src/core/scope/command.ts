import { type Automaton, automaton } from './automaton.ts';
import {
  commandLine,
  commandPattern,
  decodeWords,
  encodeWords,
  everyCommand,
  plainWords,
  possibleCommands,
} from './command-pattern.ts';
import type { PatternProblem } from './glob.ts';
import type { Answer, Match, Question, Scope } from './question.ts';
import { search } from './search.ts';
import { argumentsOf, filled, polishedParts, turnsOf } from './templates.ts';
import { type Domain, witness } from './witness.ts';

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
  return encoded === undefined ? matchesPossible(scope, words) : matchesEncoded(scope, encoded);
}

function matchesEncoded(scope: Scope, encoded: string): Match {
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (!commandPattern(text).matches(encoded)) continue;
    if (negated) return 'no';
    found = true;
  }
  return found ? 'yes' : 'no';
}

/** States for one command with unknown parts; where they do not suffice the answer is `maybe`. */
const DYNAMIC_BUDGET = 5_000;

/** Whether all commands that these words may become are in the scope, or none, or some. */
function matchesPossible(scope: Scope, words: readonly Word[]): Match {
  const possible = automaton(possibleCommands(words));
  if (possible === undefined) return 'maybe';
  const of = (negated: boolean) =>
    scope.filter((pattern) => pattern.negated === negated).map(({ text }) => commandPattern(text).automaton);
  const covering = of(false);
  if (covering.length === 0) return 'no';
  const excluding = of(true);
  const ask = (all: readonly (readonly Automaton[])[], none: readonly Automaton[]) =>
    search({ all, none, budget: DYNAMIC_BUDGET }).kind;
  if (ask([[possible], [COMMANDS.universe], covering], excluding) === 'empty') return 'no';
  // `all of them` is: nothing outside what is covered, and nothing in what is taken out.
  if (ask([[possible], [COMMANDS.universe]], covering) !== 'empty') return 'maybe';
  if (excluding.length > 0 && ask([[possible], [COMMANDS.universe], excluding], []) !== 'empty') return 'maybe';
  return 'yes';
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
  return witness(COMMANDS, question);
}

/** Commands as sets. Their values are command lines, and a line that is more than one plain command is in no scope. */
export const COMMANDS: Domain = {
  universe: automaton(everyCommand())!,
  automaton: (pattern) => commandPattern(pattern).automaton,
  decode: (encoded) => commandLine(decodeWords(encoded)),
  has: (scope, line) => {
    const words = plainWords(line);
    return words !== undefined && matchesEncoded(scope, encodeWords(words)) === 'yes';
  },
  *templates(pattern) {
    const { words } = commandPattern(pattern);
    const program = words[0] === undefined ? undefined : filled(words[0], 'make', 0);
    const turns = words.reduce((most, word) => Math.max(most, word === undefined ? 1 : turnsOf(word)), 1);
    for (const argument of [...argumentsOf(program), '']) {
      for (let turn = 0; turn < turns; turn++) {
        const texts = words.flatMap((word, index) => {
          if (word === undefined) return index === 0 ? ['make'] : argument === '' ? [] : [argument];
          return [filled(word, index === 0 ? 'make' : argument === '' ? 'x' : argument, turn)];
        });
        if (texts.length > 0) yield commandLine(texts);
      }
    }
  },
  *polished(line) {
    const words = plainWords(line);
    if (words === undefined) return;
    for (const parts of polishedParts(words, NAMES_IN_COMMANDS)) yield commandLine(parts);
  },
};

const NAMES_IN_COMMANDS = { last: ['main.ts', '--version'], before: ['make', 'main'] };
