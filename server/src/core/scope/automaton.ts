import type { Charset } from './charset.ts';
import type { Expression } from './expression.ts';

/**
 * A position automaton (Glushkov, "The abstract theory of automata", 1961): one state per occurrence of a character set
 * in the expression, no empty moves, so its size is what the reader of the pattern sees.
 */
export interface Automaton {
  /** What has to be read to enter a position. */
  readonly sets: readonly Charset[];
  readonly first: readonly number[];
  readonly follow: readonly (readonly number[])[];
  /** Whether the text may end after a position. */
  readonly last: readonly boolean[];
  /** Whether the empty text is in the language. */
  readonly nullable: boolean;
}

/** Beyond this many moves an automaton is refused: such a pattern is a mistake or an attack, and gets a message instead. */
export const MOVES = 100_000;

/** Whether a pattern has more characters than {@link MOVES} has room for: then it is refused before it is read. */
export function isTooLong(pattern: string): boolean {
  return pattern.length > MOVES;
}

/** No text at all: stands in for a pattern that is too large even letter by letter. The pattern is reported as such. */
export const NO_TEXT: Automaton = { sets: [], first: [], follow: [], last: [], nullable: false };

/** The automaton of an expression, or undefined where it would have more than {@link MOVES} moves. */
export function automaton(expression: Expression): Automaton | undefined {
  const sets: Charset[] = [];
  const follow: number[][] = [];
  let moves = 0;
  let refused = false;

  interface Part {
    readonly first: readonly number[];
    readonly last: readonly number[];
    readonly nullable: boolean;
  }
  const none: Part = { first: [], last: [], nullable: true };

  const connect = (from: readonly number[], to: readonly number[]) => {
    moves += from.length * to.length;
    if (moves > MOVES) refused = true;
    if (refused) return;
    for (const position of from) {
      const known = follow[position]!;
      for (const next of to) known.push(next);
    }
  };

  const visit = (node: Expression): Part => {
    moves++;
    if (moves > MOVES) refused = true;
    if (refused) return none;
    switch (node.kind) {
      case 'set': {
        const position = sets.push(node.set) - 1;
        follow.push([]);
        return { first: [position], last: [position], nullable: false };
      }
      case 'sequence': {
        let before = none;
        for (const part of node.parts) {
          const next = visit(part);
          connect(before.last, next.first);
          before = {
            first: before.nullable ? [...before.first, ...next.first] : before.first,
            last: next.nullable ? [...before.last, ...next.last] : next.last,
            nullable: before.nullable && next.nullable,
          };
        }
        return before;
      }
      case 'choice': {
        const first: number[] = [];
        const last: number[] = [];
        let nullable = false;
        for (const part of node.parts) {
          const next = visit(part);
          for (const position of next.first) first.push(position);
          for (const position of next.last) last.push(position);
          nullable ||= next.nullable;
        }
        return { first, last, nullable };
      }
      default: {
        const inner = visit(node.of);
        connect(inner.last, inner.first);
        return { ...inner, nullable: node.kind === 'star' || inner.nullable };
      }
    }
  };

  const whole = visit(expression);
  if (refused) return undefined;
  const last = sets.map(() => false);
  for (const position of whole.last) last[position] = true;
  // Nested repetitions connect the same positions again.
  return { sets, first: whole.first, follow: follow.map((next) => [...new Set(next)]), last, nullable: whole.nullable };
}
