import { type Automaton, automaton, isTooLong, NO_TEXT } from './automaton.ts';
import { charset, complement, EVERY_CHARACTER, SURROGATES, union } from './charset.ts';
import { choice, type Expression, literal, NOTHING, plus, sequence, sequenceOf, set, star } from './expression.ts';
import { globExpression, type PatternProblem, type Piece, readGlob, tooLarge } from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import type { Answer, Question, Scope } from './question.ts';
import { filled, NAME_FILLS, polishedParts, turnsOf } from './templates.ts';
import { type Domain, witness } from './witness.ts';

const SIGNS = { one: false, classes: false };
const WITHIN_PART = complement(charset('/'));

/**
 * Names with `/` between their parts: operations (`github/create_review`), roles, credentials, kinds of memory. `*` is
 * any text within a part, `**` any text. Also used for `matches` conditions on arguments.
 */
export function matchesName(scope: Scope, name: string): boolean {
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (!namePattern(text).matches(name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** What is wrong with the pattern's text; undefined when it can be used. */
export function namePatternProblem(text: string): PatternProblem | undefined {
  return namePattern(text).problem;
}

export function nameWitness(question: Question): Answer {
  return witness(NAMES, question);
}

interface NamePattern {
  readonly expression: Expression;
  readonly automaton: Automaton;
  readonly matches: Matcher;
  readonly problem: PatternProblem | undefined;
}

export const namePattern = remembered((text: string): NamePattern => {
  if (isTooLong(text)) {
    return { expression: NOTHING, automaton: NO_TEXT, matches: matcher(NO_TEXT), problem: tooLarge(text) };
  }
  const { pieces, problem } = readGlob(text, SIGNS);
  const expression = nameExpression(pieces);
  const compiled = automaton(expression);
  if (compiled !== undefined) {
    const empty = text === '' ? { message: 'the pattern is empty', start: 0, end: 0 } : undefined;
    return { expression, automaton: compiled, matches: matcher(compiled), problem: problem ?? empty };
  }
  const exact = automaton(literal(text)) ?? NO_TEXT;
  return {
    expression: literal(text),
    automaton: exact,
    matches: matcher(exact),
    problem: problem ?? tooLarge(text),
  };
});

function nameExpression(pieces: readonly Piece[]): Expression {
  const parts: Expression[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    if (piece.kind === 'any') {
      let end = index;
      while (pieces[end + 1]?.kind === 'any') end++;
      parts.push(star(set(end > index ? EVERY_CHARACTER : WITHIN_PART)));
      index = end;
    } else if (piece.kind === 'alternatives') parts.push(choice(piece.of.map(nameExpression)));
    else parts.push(globExpression([piece], WITHIN_PART));
  }
  return sequenceOf(parts);
}

/** Names as sets. The empty text is no name. */
export const NAMES: Domain = {
  universe: automaton(plus(set(complement(SURROGATES))))!,
  automaton: (pattern) => namePattern(pattern).automaton,
  decode: (encoded) => encoded,
  has: matchesName,
  *templates(pattern) {
    const { pieces } = readGlob(pattern, SIGNS);
    for (const fill of NAME_FILLS) {
      for (let turn = 0; turn < turnsOf(pieces); turn++) {
        const name = filled(pieces, fill, turn);
        if (name !== '') yield name;
      }
    }
  },
  *polished(name) {
    for (const parts of polishedParts(name.split('/'), NAMES_IN_NAMES)) yield parts.join('/');
  },
};

const NAMES_IN_NAMES = { last: ['main', 'example'], before: ['main', 'example'] };

/** Texts as sets: as names, and the empty text is one too. For the values of arguments. */
export const TEXTS: Domain = { ...NAMES, universe: automaton(star(set(complement(SURROGATES))))! };

/** Operations of tools as sets: `tool/operation`. */
export const CALLS: Domain = {
  ...NAMES,
  universe: automaton(
    sequence(plus(set(complement(union(SURROGATES, charset('/'))))), literal('/'), plus(set(complement(SURROGATES)))),
  )!,
  has: (scope, name) => /^[^/]+\/./s.test(name) && matchesName(scope, name),
};
