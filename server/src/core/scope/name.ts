import type { Answer, Question, Scope } from './question.ts';

/**
 * Names with `/` between their parts: operations (`github/create_review`), roles, credentials, kinds of memory. `*` is
 * any text within a part, `**` any text. Also used for `matches` conditions on arguments.
 */
export function matchesName(scope: Scope, name: string): boolean {
  throw new Error(`stub ${scope.length} ${name}`);
}

export function nameWitness(question: Question): Answer {
  throw new Error(`stub ${question.all.length}`);
}
