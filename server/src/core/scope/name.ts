import { automaton } from './automaton.ts';
import { charset, complement, EVERY_CHARACTER } from './charset.ts';
import { choice, type Expression, literal, sequence, set, star } from './expression.ts';
import { globExpression, type PatternProblem, type Piece, readGlob } from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import type { Answer, Question, Scope } from './question.ts';

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
  throw new Error(`stub ${question.all.length}`);
}

interface NamePattern {
  readonly expression: Expression;
  readonly matches: Matcher;
  readonly problem: PatternProblem | undefined;
}

export const namePattern = remembered((text: string): NamePattern => {
  const { pieces, problem } = readGlob(text, SIGNS);
  const expression = nameExpression(pieces);
  const compiled = automaton(expression);
  if (compiled !== undefined) {
    const empty = text === '' ? { message: 'the pattern is empty', start: 0, end: 0 } : undefined;
    return { expression, matches: matcher(compiled), problem: problem ?? empty };
  }
  const exact = literal(text);
  return {
    expression: exact,
    matches: matcher(automaton(exact)!),
    problem: problem ?? { message: 'the pattern is too large', start: 0, end: text.length },
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
  return sequence(...parts);
}
