import type { Answer, Question, Scope } from './question.ts';

/** Is this path, normalised and relative to the workspace root (or beginning with `/` or `~/`), in the scope? */
export function matchesPath(scope: Scope, path: string): boolean {
  throw new Error(`stub ${scope.length} ${path}`);
}

/** The path without `.`, `..`, empty segments and a trailing slash. `..` above the root stays and so leaves the workspace. */
export function normalisePath(path: string, directory = ''): string {
  throw new Error(`stub ${path} ${directory}`);
}

/** What is wrong with a pattern's text, with an offset in it; undefined when it can be used. */
export function pathPatternProblem(
  text: string,
): { readonly message: string; readonly start: number; readonly end: number } | undefined {
  throw new Error(`stub ${text}`);
}

/** A path in all of the scopes and none of the others. */
export function pathWitness(question: Question): Answer {
  throw new Error(`stub ${question.all.length}`);
}
