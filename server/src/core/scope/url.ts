import type { Answer, Question, Scope } from './question.ts';

/** A URL taken apart and normalised: lower-case host in punycode, IP literals in one spelling, the default port written out. */
export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string | undefined;
}

export function readUrl(text: string): UrlParts | { readonly problem: string } {
  throw new Error(`stub ${text}`);
}

/** Is the URL in the scope? Scheme, host, port, path and query each in its own way; a bare host means https, 443, any path. */
export function matchesUrl(scope: Scope, url: UrlParts): boolean {
  throw new Error(`stub ${scope.length} ${url.host}`);
}

/** Which part of the URL keeps it out of this one pattern: for nearest misses. Undefined when it matches. */
export function urlMismatch(
  pattern: string,
  url: UrlParts,
):
  | { readonly part: 'scheme' | 'host' | 'port' | 'path' | 'query'; readonly expected: string; readonly actual: string }
  | undefined {
  throw new Error(`stub ${pattern} ${url.host}`);
}

export function urlPatternProblem(
  text: string,
): { readonly message: string; readonly start: number; readonly end: number } | undefined {
  throw new Error(`stub ${text}`);
}

export function urlWitness(question: Question): Answer {
  throw new Error(`stub ${question.all.length}`);
}

/** Is this host in the scope of host patterns (`example.com`, `*.example.com`, `**.example.com`, `10.0.0.0/8`)? */
export function matchesHost(scope: Scope, host: string): boolean {
  throw new Error(`stub ${scope.length} ${host}`);
}
