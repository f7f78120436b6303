import type { Place } from '../source.ts';

/**
 * Something to read at length, apart from how it is shown: on a terminal, in a pull request, in a hover. All words are
 * Markdown without blocks.
 */
export interface Page {
  readonly title: string;
  readonly place?: Place;
  /** Before the first section, a paragraph each. */
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly words: string;
  /** For lists to be worked through: whether there is nothing left to do about it. */
  readonly done?: boolean;
  /** Where in the manifests that stands. */
  readonly place?: Place | undefined;
  /** Each on a line of its own below. */
  readonly more?: readonly (string | Detail)[];
}

export interface Detail {
  readonly words: string;
  readonly place?: Place | undefined;
}
