/** Patterns of one rule as a set: the union of the plain ones without the union of the negated ones. Each domain gives the text its own meaning. */
export type Scope = readonly { readonly text: string; readonly negated: boolean }[];

/** Is there something in all of `all` and in none of `none`? */
export interface Question {
  readonly all: readonly Scope[];
  readonly none: readonly Scope[];
  /** Candidates to answer with where they fit, best first: files of the workspace, then well-known names. */
  readonly prefer?: Iterable<string>;
  /** Any witness will do: no readable one is looked for. */
  readonly plain?: boolean;
  /** States to explore before giving up; 200,000 when absent. */
  readonly budget?: number;
}

/** Unknown is a third answer, shown as such: it never counts as empty. */
export type Answer =
  | { readonly kind: 'empty' }
  | { readonly kind: 'witness'; readonly value: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Whether a value is in a scope; `maybe` where parts of the value are not known (a shell variable). */
export type Match = 'yes' | 'no' | 'maybe';
